using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metering;

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

    /// <summary>
    /// Processor time of this thread: that the machine is busy uses nothing up. Each policy alone is within its own budget.
    /// </summary>
    [Test]
    public void Processor_time_counts_likewise()
    {
        if (ThreadClock.Used() is null) Assert.Ignore("the platform does not tell the processor time of a thread");
        using var bench = new DecisionBench();
        using var tokens = new TokenVerification();
        for (var i = 0; i < 6; i++) bench.Policy($"p{i}", static context => Burn(TimeSpan.FromMilliseconds(60), context));
        var evaluator = new Evaluator(tokens, bench.Time, budget: new EvaluationBudget { Time = TimeSpan.FromMilliseconds(100) });

        var results = Evaluate(bench, evaluator).Results;

        // The first look at the thread's clock is after the first policy: what that one used is not known.
        Assert.That(results.Select(static r => r.Outcome), Is.EqualTo(new[] { "allow", "allow", "allow", "failed", "failed", "failed" }));
        Assert.That(results[^1].Detail, Does.Contain("100 ms"));
        Assert.That(Evaluate(bench, evaluator).Results[0].Outcome, Is.EqualTo("allow"), "the next evaluation has a budget of its own");
    }

    private static Outcome Burn(TimeSpan time, PolicyContext context)
    {
        var until = ThreadClock.Used() + time;
        while (ThreadClock.Used() < until)
        {
            // Only the processor time is wanted.
        }
        return context.Allow();
    }

    private static Evaluation Evaluate(DecisionBench bench, Evaluator evaluator) => evaluator.Evaluate(
        bench.Store.Current, PolicyInputReader.Read(DecisionBench.Confirmation(), InstanceOperation.Register).Input!, bench.Time.Now);
}
