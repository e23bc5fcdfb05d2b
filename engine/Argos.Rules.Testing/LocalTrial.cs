using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Testing;

/// <summary>Runs policies in this process: for programs that decide nothing, like <c>argos eval</c>. Policies must be loaded here.</summary>
/// <param name="evaluator">Evaluates.</param>
/// <param name="budget">What one policy may use; the default budget when left out.</param>
internal sealed class LocalTrial(Evaluator evaluator, Budget? budget = null) : ITrial
{
    public Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation)
    {
        var input = PolicyInputReader.Read(trial.Confirmation, trial.Operation).Input ?? throw new ArgumentException("the input cannot be read", nameof(trial));
        var run = new TrialRun(evaluator, trial.Data, trial.Facts);
        var evaluation = run.Evaluate(trial.Policies, input, trial.Now) with { Revision = trial.Revision };
        ImmutableArray<PolicyTrace> traces =
            trial.Explain == ExplainModes.Off ? [] : run.Trace(trial.Policies, trial.Traced.Load(budget), input, trial.Now, trial.Explain);
        return Task.FromResult(new TrialOutcome(evaluation, traces));
    }

    public Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file, CancellationToken cancellation) =>
        Task.FromResult(tests is null ? [] : PolicyTestVerdict.Of(candidate, tests, file, new TestBudget(TimeSpan.FromMinutes(10))));
}
