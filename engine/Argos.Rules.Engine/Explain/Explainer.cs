using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Language;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Decisions;
using Argos.Rules.Engine.Facts;
using Argos.Rules.Engine.Snapshots;

namespace Argos.Rules.Engine.Explain;

/// <summary>
/// Says how a decision came about: evaluates the traced form of the same policies on the same snapshot, input and time. The
/// decision itself is made by the policies in force, never by these.
/// </summary>
/// <param name="evaluator">Evaluates; it should tell nobody of unknown keys.</param>
/// <param name="policies">Makes the traced form of policies.</param>
internal sealed class Explainer(Evaluator evaluator, TracedPolicies policies)
{
    /// <summary>Explains; <see langword="null"/> when nothing is asked for.</summary>
    /// <param name="snapshot">What was decided with.</param>
    /// <param name="input">What was asked.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="mode">One of <see cref="ExplainModes"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="facts">The facts; none are known when left out.</param>
    public async Task<Explanation?> ExplainAsync(Snapshot snapshot, PolicyInput input, DateTimeOffset now, string mode, CancellationToken cancellation, DecisionFacts? facts = null)
    {
        if (mode == ExplainModes.Off) return null;
        var traced = await policies.PrepareAsync(snapshot.Policies.Matching(input.Provider), cancellation);
        var (evaluation, run) = Evaluate(evaluator, snapshot, traced, input, now, facts);
        return new Explanation(ExplanationText.Summary(snapshot.Policies, evaluation, input.Provider), Traces(evaluation, run, traced, mode));
    }

    /// <summary>Evaluates the traced form of the policies.</summary>
    public static (Evaluation Evaluation, TraceRun Run) Evaluate(Evaluator evaluator, Snapshot snapshot, TracedSet traced, PolicyInput input, DateTimeOffset now, DecisionFacts? facts)
    {
        var (replaced, run) = TraceRun.Over(snapshot.Policies, traced, input);
        return (evaluator.Evaluate(snapshot with { Policies = replaced }, input, now, facts), run);
    }

    /// <summary>The traces of an evaluation, in order of policy id.</summary>
    public static ImmutableArray<PolicyTrace> Traces(Evaluation evaluation, TraceRun run, TracedSet traced, string mode) =>
        [.. evaluation.Results.Select(result => Trace(result, run, traced, mode))];

    private static PolicyTrace Trace(PolicyResult result, TraceRun run, TracedSet traced, string mode)
    {
        if (!run.Records.TryGetValue(result.Policy, out var record))
        {
            return new PolicyTrace(result.Policy, [], [], 0, 0, $"the policy cannot be traced: {traced.Problems.GetValueOrDefault(result.Hash, "it was not prepared")}");
        }
        return TraceBuilder.Build(result, record.Recorder, traced.Policies[result.Hash].Sites, record.Used, mode);
    }
}
