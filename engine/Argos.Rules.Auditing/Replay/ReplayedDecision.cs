using System.Collections.Immutable;

namespace Argos.Rules.Auditing.Replay;

/// <summary>What a replay came to.</summary>
/// <param name="Outcome">allowed, denied or undecided.</param>
/// <param name="Answer">The answer, as text that two equal answers share.</param>
/// <param name="Summary">The answer for people.</param>
/// <param name="Problem">Why it is not an answer; <see langword="null"/> when it is.</param>
internal sealed record ReplayedDecision(string Outcome, string Answer, string Summary, string? Problem)
{
    /// <summary>What the policies said.</summary>
    public ImmutableArray<RecordedPolicy> Policies { get; init; } = [];
}
