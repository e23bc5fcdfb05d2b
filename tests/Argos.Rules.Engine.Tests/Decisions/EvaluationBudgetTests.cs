using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Tokens;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>Policies that are each within their own budget, but together not.</summary>
internal sealed class EvaluationBudgetTests
{
    private const string Costly = "var sum = 0; for (var i = 0; i < 1000; i++) sum += i; return Allow();";

    [Test]
    public async Task Policies_that_use_up_the_budget_together_leave_the_others_denied_and_not_run()
    {
        using var bench = new DecisionBench();
        using var tokens = new TokenVerification();
        for (var i = 0; i < 5; i++) await bench.ScriptAsync($"p{i}", Costly);
        var runs = 0;
        bench.Policy("z", context =>
        {
            runs++;
            return context.Allow();
        });
        var evaluator = new Evaluator(tokens, bench.Time, budget: new EvaluationBudget { Steps = 2_500 });

        var results = Evaluate(bench, evaluator);

        Assert.That(results.Results.Select(static r => r.Outcome), Is.EqualTo(new[] { "allow", "allow", "allow", "failed", "failed", "failed" }));
        Assert.That((results.Results[^1].Code, runs), Is.EqualTo((DecisionCodes.PolicyFailed, 0)));
        Assert.That(results.Results[^1].Detail, Does.Contain("2500 steps"));
        Assert.That(results.Verdict, Is.InstanceOf<Verdict.Denied>());
    }

    [Test]
    public async Task Policies_within_the_budget_are_all_run_in_each_evaluation()
    {
        using var bench = new DecisionBench();
        using var tokens = new TokenVerification();
        for (var i = 0; i < 5; i++) await bench.ScriptAsync($"p{i}", Costly);
        var evaluator = new Evaluator(tokens, bench.Time, budget: new EvaluationBudget { Steps = 5_500 });

        Assert.That(Evaluate(bench, evaluator).Verdict, Is.InstanceOf<Verdict.Allowed>());
        Assert.That(Evaluate(bench, evaluator).Verdict, Is.InstanceOf<Verdict.Allowed>());
    }

    [Test]
    public async Task Bytes_count_likewise()
    {
        using var bench = new DecisionBench();
        using var tokens = new TokenVerification();
        for (var i = 0; i < 3; i++) await bench.ScriptAsync($"p{i}", "var text = new string('x', 10000); return text.Length > 0 ? Allow() : Deny(\"no\");");
        var evaluator = new Evaluator(tokens, bench.Time, budget: new EvaluationBudget { Bytes = 30_000 });

        Assert.That(Evaluate(bench, evaluator).Results.Select(static r => r.Outcome), Is.EqualTo(new[] { "allow", "allow", "failed" }));
    }

    private static Evaluation Evaluate(DecisionBench bench, Evaluator evaluator) => evaluator.Evaluate(
        bench.Store.Current, Argos.Rules.Language.PolicyInputReader.Read(DecisionBench.Confirmation(), InstanceOperation.Register).Input!, bench.Time.Now);
}
