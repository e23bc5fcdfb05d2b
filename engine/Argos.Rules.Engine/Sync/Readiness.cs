using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Engine.Snapshots;

namespace Argos.Rules.Engine.Sync;

/// <summary>Whether the engine knows enough to decide. Until it does, the answer to every callback is "cannot tell".</summary>
internal sealed class Readiness(SyncOptions options, SyncRegistry registry, SnapshotStore store)
{
    /// <summary>The reasons why not; empty when ready.</summary>
    public ImmutableArray<string> NotReadyBecause()
    {
        var problems = options.RequiredSources.IsDefaultOrEmpty ? [] : options.RequiredSources.Select(Problem).OfType<string>();
        // Without a policy the answer to everything would be "no", as if somebody had decided so.
        return store.Current.Policies.All.Any(static policy => !policy.FrontMatter.Shadow) ? [.. problems] : [.. problems, "no enforcing policy is in force"];
    }

    private string? Problem(string source)
    {
        var state = registry.Find(source);
        if ((state is null ? SourceState.NeverDeclared : state.Incomplete) is { } reason) return $"source `{source}` is not complete: {reason}";
        return registry.Age(state!.CompleteAt) is { } age && age <= TimeSpan.FromSeconds(options.MaximumAgeSeconds)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"source `{source}` has not been up to date for more than {options.MaximumAgeSeconds} s");
    }
}
