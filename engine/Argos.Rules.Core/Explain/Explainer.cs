using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Explain;

/// <summary>
/// Says how policies come to what they say: evaluates their traced form on the same snapshot, input and time. The decision itself is made by the
/// policies in force, never by these.
/// </summary>
internal static class Explainer
{
    /// <summary>Evaluates the traced form of the policies that apply to the input.</summary>
    public static TracedEvaluation Evaluate(Evaluator evaluator, Snapshot snapshot, TracedSet traced, PolicyInput input, DateTimeOffset now, DecisionFacts? facts)
    {
        var run = new TraceRun(traced, input);
        return new TracedEvaluation(evaluator.Evaluate(run.Over(snapshot.Applicable(input.Provider).Policies), snapshot.Data, snapshot.Revision, input, now, facts), run);
    }

    /// <summary>The traces of an evaluation, in order of policy id.</summary>
    public static ImmutableArray<PolicyTrace> Traces(Evaluation evaluation, TraceRun run, TracedSet traced, string mode) =>
        [.. evaluation.Results.Select(result => Trace(result, run, traced, mode))];

    private static PolicyTrace Trace(PolicyResult result, TraceRun run, TracedSet traced, string mode)
    {
        if (!run.Records.TryGetValue(result.Policy, out var record))
        {
            var why = traced.Policies.ContainsKey(result.Hash)
                ? $"the policy was not run: {result.Detail}"
                : $"the policy cannot be traced: {traced.Problems.GetValueOrDefault(result.Hash, "it was not prepared")}";
            return new PolicyTrace(result.Policy, [], [], 0, 0, why);
        }
        return TraceBuilder.Build(result, record.Recorder, traced.Policies[result.Hash].Sites, record.Used, mode);
    }
}
