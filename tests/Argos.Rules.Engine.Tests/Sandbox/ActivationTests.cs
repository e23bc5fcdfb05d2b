using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>What loading and running leave behind: nothing.</summary>
internal sealed class ActivationTests
{
    [Test]
    public void Load_500_policies_leaves_no_load_context()
    {
        var good = Harness.Compile("record R(string S); return new R(Input.Domain).S.Length > 0 && Input.SanDns.Any(d => d != \"\") ? Allow() : Deny(\"x\");").Policy!;
        var stopped = Harness.Compile("while (true) { }\nreturn Allow();").Policy!;
        var failing = Harness.Compile("return int.Parse(Input.Domain) == 1 ? Allow() : Deny(\"x\");").Policy!;
        var before = Contexts();

        Exception? last = null;
        for (var i = 0; i < 500; i++) last = LoadAndRun(i % 3 == 0 ? good : i % 3 == 1 ? stopped : failing) ?? last;
        for (var i = 0; i < 30 && Contexts() > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(Contexts(), Is.LessThanOrEqualTo(before));
        // Also not while what a policy threw is still held.
        Assert.That(last, Is.Not.Null);
    }

    [Test]
    public void Run_metered_policy_counts_what_it_uses()
    {
        var run = Harness.Load("var n = 0; for (var i = 0; i < 1000; i++) n += i; var a = new int[1000]; return n > a.Length ? Allow() : Deny(\"x\");");

        run(Harness.Context());

        Assert.That(Meter.Last.Steps, Is.InRange(1000, 1100));
        Assert.That(Meter.Last.Bytes, Is.InRange(4000, 5000));
    }

    [Test]
    public void Run_same_input_uses_the_same_steps()
    {
        var run = Harness.Load("return Input.SanDns.OrderBy(d => d.Length).Any(d => d.StartsWith(\"api\", StringComparison.Ordinal)) ? Allow() : Deny(\"x\");");

        var used = Enumerable.Range(0, 5).Select(_ => Used(run).Steps).Distinct();

        Assert.That(used.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Run_time_is_the_backstop()
    {
        var policy = Harness.Compile("while (true) { }\nreturn Allow();").Policy!;
        var run = PolicyLoader.Load(policy, new Budget { Steps = long.MaxValue / 4, Time = TimeSpan.FromMilliseconds(20) });

        Assert.That(() => run(Harness.Context()), Throws.InstanceOf<BudgetExhaustedException>().With.Property("Budget").EqualTo("time").And.Message.StartsWith("the policy used up its budget of 20 ms"));
    }

    [Test]
    public void Run_failure_says_line_and_kind_and_no_value()
    {
        var run = Harness.Load("var secret = Input.IdentityToken;\nvar n = int.Parse(secret);\nreturn Allow();");

        var failure = Assert.Throws<PolicyFaultException>(() => run(Harness.Context()));

        Assert.That(failure!.Message, Is.EqualTo("FormatException at line 2"));
        Assert.That(failure.InnerException, Is.Null);
    }

    [Test]
    public void Run_wrong_directive_says_what_is_wrong()
    {
        var run = Harness.Load("return Allow(certExpiryMinutes: 0);");

        Assert.That(() => run(Harness.Context()), Throws.InstanceOf<PolicyFaultException>().With.Message.StartsWith("certExpiryMinutes must be between 1 and"));
    }

    private static Usage Used(Func<PolicyContext, Outcome> run)
    {
        run(Harness.Context());
        return Meter.Last;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Exception? LoadAndRun(CompiledPolicy policy)
    {
        try
        {
            PolicyLoader.Load(policy)(Harness.Context());
            return null;
        }
        catch (Exception problem) when (problem is PolicyFaultException or BudgetExhaustedException)
        {
            return problem;
        }
    }

    private static int Contexts() => AssemblyLoadContext.All.Count(static c => c.IsCollectible);
}
