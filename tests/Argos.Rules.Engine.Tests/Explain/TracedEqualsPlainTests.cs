using Argos.Rules.Compiler;
using Argos.Rules.Engine.Tests.PolicyTests;
using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.Explain;

/// <summary>A traced policy says what the same policy says without a trace, and uses as much of its budget.</summary>
internal sealed class TracedEqualsPlainTests
{
    [TestCaseSource(nameof(Honest))]
    public void Honest_script_does_the_same(object script)
    {
        var source = ((ScriptCase)script).Source;
        var compiled = PolicyCompiler.CompileTraced("p", source, CancellationToken.None);
        Assert.That(compiled.Policy, Is.Not.Null);

        var traced = Run(PolicyLoader.Load(compiled.Policy!, traced: true));
        var plain = Run(Harness.Load(source));

        Assert.That(traced, Is.EqualTo(plain));
    }

    [Category("Long")]
    [TestCaseSource(nameof(Hostile))]
    public void Hostile_script_is_stopped_by_the_same_budget(object script)
    {
        var source = ((ScriptCase)script).Source;
        if (Harness.Compile(source).Policy is not { } policy) return;
        var limits = Budget.Default with { Time = TimeSpan.FromMinutes(1) };

        var compiled = PolicyCompiler.CompileTraced("p", source, CancellationToken.None);

        // What is too large with what records in it is not traced; it must not be stopped later.
        if (compiled.Policy is null) return;
        Assert.That(Run(PolicyLoader.Load(compiled.Policy, limits, traced: true)).Said, Is.EqualTo(Run(PolicyLoader.Load(policy, limits)).Said));
    }

    [TestCaseSource(typeof(StockPolicies), nameof(StockPolicies.Names))]
    public void Stock_policy_decides_every_case_the_same_with_the_same_steps_and_bytes(string name)
    {
        var (set, traced) = (StockPolicies.Set(name), StockPolicies.Traced(name));
        var differences = new List<string>();
        var compared = 0;
        var plain = Core.Policies.PolicySet.Empty.With(set.All.Single() with { Evaluate = context => Compared(context) });

        var report = PolicyTestRunner.Run(StockPolicies.Read(name, "tests.yaml"), "tests.yaml", plain);

        TestContext.Out.WriteLine($"{compared} of {report.Results.Length} cases reached the policy");
        Assert.That(differences, Is.Empty);
        Assert.That(report.Passed, Is.True);
        Assert.That(compared, Is.GreaterThan(report.Results.Length / 2));

        Outcome Compared(PolicyContext context)
        {
            var one = Run(set.All.Single().Evaluate, context);
            var other = Run(traced.Policies.Values.Single().Evaluate, context);
            compared++;
            if (one != other) differences.Add($"{one} but traced {other}");
            return set.All.Single().Evaluate(context);
        }
    }

    private static IEnumerable<TestCaseData> Honest() => ScriptCase.In("honest");

    private static IEnumerable<TestCaseData> Hostile() => ScriptCase.In("cpu", "memory", "stack");

    private static (string Said, Usage Used) Run(Func<PolicyContext, Outcome> evaluate, PolicyContext? context = null)
    {
        try
        {
            var said = evaluate(context ?? Harness.Context()) switch
            {
                Outcome.Allowed allowed => string.Join(' ', allowed.Attributes),
                var other => other.ToString(),
            };
            return (said, Meter.Last);
        }
        catch (BudgetExhaustedException problem)
        {
            return (problem.Budget, Meter.Last);
        }
        catch (PolicyFaultException problem)
        {
            return (problem.Message, Meter.Last);
        }
    }
}
