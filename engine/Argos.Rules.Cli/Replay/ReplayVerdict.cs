using Argos.Rules.Auditing.Replay;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Cli.Replay;

/// <summary>What came of one decision.</summary>
/// <param name="Decision">The decision; <see langword="null"/> when the record has not enough for it.</param>
/// <param name="Replayed">The replay.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record ReplayVerdict(RecordedDecision? Decision, ReplayedDecision? Replayed, string? Problem)
{
    /// <summary>Makes a decision again.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="policies">By which policies; <see langword="null"/> when they are not known.</param>
    /// <param name="problem">Why they are not.</param>
    /// <param name="replayer">Makes it.</param>
    public static ReplayVerdict Of(RecordedDecision decision, PolicySet? policies, string problem, Replayer replayer)
    {
        if (policies is null) return new ReplayVerdict(decision, null, problem);
        var replayed = replayer.Replay(decision, policies);
        return new ReplayVerdict(decision, replayed, replayed.Problem);
    }
}
