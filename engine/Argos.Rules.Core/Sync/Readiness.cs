using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Core.Snapshots;

namespace Argos.Rules.Core.Sync;

/// <summary>Whether the engine knows enough to decide. Until it does, the answer to every callback is "cannot tell".</summary>
internal sealed class Readiness(SyncOptions options, SyncRegistry registry, SnapshotStore store) : IReadiness
{
    /// <summary>The reasons why not, now; empty when ready.</summary>
    public ImmutableArray<string> NotReadyReasons() => NotReadyReasons(store.Current);

    /// <summary>
    /// The reasons why nothing may be decided with a snapshot that was taken before this is asked. Asked first, it would say nothing of the snapshot: somebody may take
    /// something away in between. That the set is complete now is not enough either: it may have become so since.
    /// </summary>
    public ImmutableArray<string> NotReadyReasons(Snapshot snapshot)
    {
        var reasons = ImmutableArray<string>.Empty;
        foreach (var source in options.RequiredSources.IsDefault ? [] : options.RequiredSources)
        {
            if (Problem(source, snapshot) is { } problem) reasons = reasons.Add(problem);
        }
        // Without a policy the answer to everything would be "no", as if somebody had decided so.
        return snapshot.Policies.AnyEnforced ? reasons : reasons.Add("no enforcing policy is in force");
    }

    private string? Problem(string source, Snapshot snapshot)
    {
        var state = registry.Find(source);
        if ((state is null ? SourceState.NeverDeclared : state.Incomplete) is { } reason) return $"source `{source}` is not complete: {reason}";
        if (state!.CompleteSince > snapshot.Revision) return $"source `{source}` was not complete when the data was taken";
        return registry.Age(state.CompleteAt) is { } age && age <= TimeSpan.FromSeconds(options.MaximumAgeSeconds)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"source `{source}` has not been up to date for more than {options.MaximumAgeSeconds} s");
    }
}
