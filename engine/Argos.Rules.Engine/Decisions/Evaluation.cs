using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Decisions;

/// <summary>What the policies said to one confirmation, once.</summary>
/// <param name="Verdict">What they say together.</param>
/// <param name="Results">What each said, in order of id.</param>
/// <param name="Evidence">What they looked at.</param>
/// <param name="Revision">The revision of the snapshot.</param>
internal sealed record Evaluation(Verdict Verdict, ImmutableArray<PolicyResult> Results, IEvidence Evidence, long Revision)
{
    /// <summary>The facts that were asked for.</summary>
    public ImmutableArray<FactUse> Facts { get; init; } = [];

    /// <summary>Whether a policy that decides waits for a fact.</summary>
    public bool WaitsForFact => Results.Any(static r => r is { Enforced: true, WaitsForFact: not null });

    /// <summary>Whether they wait, and a policy that decides does for this key.</summary>
    public bool WaitsFor(string? key) => key is not null && Verdict is Verdict.Waiting { Keys: var keys } && keys.Contains(key, StringComparer.Ordinal);

    /// <summary>The decision as it is now, without waiting: then a wait cannot be told.</summary>
    public Decision ToDecision(string id) => Verdict switch
    {
        Verdict.Allowed allowed => Make(id, DecisionOutcome.Allowed, []) with { Attributes = allowed.Attributes },
        Verdict.Denied denied => Make(id, DecisionOutcome.Denied, denied.Codes),
        Verdict.Undecided undecided => Make(id, DecisionOutcome.Undecided, undecided.Codes),
        Verdict.Waiting waiting => Make(id, DecisionOutcome.Undecided, waiting.Codes),
        _ => throw new InvalidOperationException("there is no such verdict"),
    };

    /// <summary>The decision when the time to wait is over.</summary>
    public Decision ToTimedOut(string id) => Verdict is Verdict.Waiting waiting ? ToUndecided(id, [.. waiting.Codes, DecisionCodes.WaitTimeout]) : ToDecision(id);

    /// <summary>The decision that the engine makes for another reason than the policies'.</summary>
    public Decision ToUndecided(string id, params IEnumerable<string> codes) => Make(id, DecisionOutcome.Undecided, [.. new SortedSet<string>(codes, StringComparer.Ordinal)]);

    private Decision Make(string id, DecisionOutcome outcome, ImmutableArray<string> codes) =>
        new() { Id = id, Outcome = outcome, Codes = codes, Policies = Results, Pods = Evidence.Pods, Tokens = Evidence.Tokens, Facts = Facts, Revision = Revision };
}
