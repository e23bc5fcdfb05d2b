using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Language;

namespace Argos.Rules.Auditing.Replay;

/// <summary>Makes recorded decisions again, by the engine's own evaluator, from what their records say. May be used by several threads.</summary>
internal sealed class Replayer(Evaluator evaluator)
{
    /// <summary>Makes a decision again.</summary>
    /// <param name="recorded">The decision.</param>
    /// <param name="policies">The policies in force.</param>
    public ReplayedDecision Replay(RecordedDecision recorded, PolicySet policies)
    {
        var unrecorded = new Unrecorded();
        var world = recorded.World;
        var (input, problem) = PolicyInputReader.Read(recorded.Confirmation, recorded.Operation);
        if (input is null) return new ReplayedDecision("denied", "", "", $"the request is refused before any policy: {problem!.Code}");
        var facts = new DecisionFacts(new ReplayedFacts(world, unrecorded));
        var applicable = new Snapshot(policies, world.Data, 0).Applicable(input.Provider).Enforced;
        var evaluation = evaluator.Evaluate(applicable, new ReplayedData(world, unrecorded), 0, input, world.Now, facts, new ReplayedChecks(world, unrecorded));
        var decision = evaluation.ToDecision(recorded.Id);
        var outcome = NameOf(decision.Outcome);
        ImmutableArray<RecordedPolicy> said = [.. decision.Policies.Select(Said)];
        return new ReplayedDecision(
            outcome, AnswerText.Of(outcome, decision.Codes, decision.Attributes, said), AnswerText.Summary(outcome, decision.Codes, decision.Attributes),
            unrecorded.Any ? $"the record does not say what is asked: {unrecorded}" : null)
        {
            Policies = said,
        };
    }

    private static RecordedPolicy Said(PolicyResult policy) => new(policy.Policy, policy.Hash, policy.Outcome, policy.Code, policy.Detail, policy.WaitsFor ?? policy.WaitsForFact);

    private static string NameOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.Denied => "denied",
        _ => "undecided",
    };
}
