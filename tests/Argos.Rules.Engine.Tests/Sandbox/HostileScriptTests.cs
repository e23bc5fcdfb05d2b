using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>No hostile script does harm: each is refused with a useful diagnostic, or stopped by a budget.</summary>
internal sealed class HostileScriptTests
{
    private static readonly string[] Families = ["cpu", "memory", "stack", "escape", "state", "text", "syntax"];

    [TestCaseSource(nameof(Cases))]
    public void Hostile_script_is_refused_or_stopped(object script)
    {
        var hostile = (ScriptCase)script;

        if (hostile.Outcome == "refused") AssertRefused(hostile);
        else if (hostile.Outcome == "stopped") AssertStopped(hostile);
        else Assert.That(() => Harness.Run(hostile.Source), Throws.InstanceOf<PolicyFaultException>());
    }

    [Test]
    public void Battery_has_at_least_150_scripts_of_every_family()
    {
        Assert.That(Cases().Count(), Is.GreaterThanOrEqualTo(150));
        Assert.That(Families.Select(static f => ScriptCase.In(f).Count()), Is.All.GreaterThan(10));
    }

    [Test]
    public void Honest_decision_beside_a_stopped_script_is_right()
    {
        var honest = Harness.Load("return Input.SanDns.Count == 2 ? Allow() : Deny(\"dns\");");
        var hostile = Harness.Load("while (true) { }\nreturn Allow();");

        Assert.That(() => hostile(Harness.Context()), Throws.InstanceOf<BudgetExhaustedException>());
        Assert.That(honest(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
        Assert.That(() => hostile(Harness.Context()), Throws.InstanceOf<BudgetExhaustedException>());
        Assert.That(honest(Harness.Context()), Is.InstanceOf<Outcome.Allowed>());
    }

    private static IEnumerable<TestCaseData> Cases() => ScriptCase.In(Families);

    private static void AssertRefused(ScriptCase hostile)
    {
        var result = Harness.Compile(hostile.Source);

        Assert.That(result.Policy, Is.Null, "it compiled");
        Assert.That(result.Diagnostics.Select(static d => d.Code), Is.SupersetOf(hostile.Details), string.Join('\n', result.Diagnostics));
        foreach (var diagnostic in result.Diagnostics.Where(static d => d.Code.StartsWith("ARG", StringComparison.Ordinal)))
        {
            Assert.That(diagnostic.Message, Has.Length.GreaterThan(30).And.No.Contains("\n"));
            Assert.That(diagnostic.Location is null, Is.EqualTo(diagnostic.Code is "ARG0102"), diagnostic.ToString());
        }
    }

    private static void AssertStopped(ScriptCase hostile)
    {
        // The clock is left out: a busy machine must not change what a test sees.
        var compiled = Harness.Compile(hostile.Source);
        Assert.That(compiled.Policy, Is.Not.Null, string.Join('\n', compiled.Diagnostics));
        var run = PolicyLoader.Load(compiled.Policy!, Budget.Default with { Time = TimeSpan.FromMinutes(1) });
        var before = GC.GetAllocatedBytesForCurrentThread();

        var stopped = Assert.Throws<BudgetExhaustedException>(() => run(Harness.Context()));

        Assert.That(hostile.Details, Does.Contain(stopped!.Budget));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(64 * 1024 * 1024), "it allocated more than it was charged for");
    }
}
