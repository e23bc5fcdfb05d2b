using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Data;
using Argos.Rules.Engine.Declarations;
using Argos.Rules.Engine.Policies;

namespace Argos.Rules.Engine.Snapshots;

/// <summary>
/// Says what is wrong with the settings documents that are there, before a request meets them. Worked out again only when a policy or a
/// settings document has changed.
/// </summary>
/// <param name="store">What is in force.</param>
internal sealed class SettingsReview(SnapshotStore store)
{
    private const int MaximumFound = 1000;

    private static readonly DataPath Root = new([Snapshot.SettingsRoot.TrimEnd('/')]);

    private volatile Reviewed _last = new(PolicySet.Empty, null, []);

    /// <summary>All that is wrong, in order of path.</summary>
    public ImmutableArray<InvalidSetting> All
    {
        get
        {
            var (snapshot, last) = (store.Current, _last);
            var documents = snapshot.Data.NodeAt(Root);
            if (ReferenceEquals(snapshot.Policies, last.Policies) && ReferenceEquals(documents, last.Documents)) return last.Found;
            var found = Review(snapshot);
            _last = new Reviewed(snapshot.Policies, documents, found);
            return found;
        }
    }

    /// <summary>What is wrong with those documents that a source has written.</summary>
    /// <param name="roots">What it has written.</param>
    public ImmutableArray<InvalidSetting> Of(IReadOnlyCollection<DataPath> roots) =>
        [.. All.Where(invalid => DataPath.TryParse(invalid.Path, out var path, out _) && roots.Any(path.StartsWith))];

    /// <summary>What is wrong with the document of one provider.</summary>
    /// <param name="snapshot">The policies and the data.</param>
    /// <param name="provider">The provider's name.</param>
    public static IEnumerable<InvalidSetting> Of(Snapshot snapshot, string provider)
    {
        var found = snapshot.Applicable(provider);
        // Without any policy nothing is known of settings: an engine that has just started.
        if (snapshot.Policies.Count == 0) return [];
        var path = Snapshot.SettingsRoot + provider;
        if (found.Policies.IsEmpty && found.Problems.All(static problem => problem.Setting != ReservedSettings.Policies))
            return [new InvalidSetting(path, DecisionCodes.NoPolicyApplies, $"no policy in force is for the provider `{provider}`: correct its name, or name a policy in `{ReservedSettings.Policies}`")];
        return found.Problems.Select(problem => new InvalidSetting(path, problem.Code, problem.Detail)
        {
            Policy = problem.Policy,
            Setting = problem.Setting is null ? null : NearestName.Shown(problem.Setting),
            Nearest = problem.Nearest,
        });
    }

    private static ImmutableArray<InvalidSetting> Review(Snapshot snapshot) =>
        [.. Providers(snapshot).Order(StringComparer.Ordinal).SelectMany(provider => Of(snapshot, provider)).Take(MaximumFound)];

    // One document for each, or one for all.
    private static IEnumerable<string> Providers(Snapshot snapshot)
    {
        var below = snapshot.Data.DigestsBelow(Root).Select(static child => child.Key).ToArray();
        if (below.Length > 0) return below;
        return snapshot.Data.TryPeek(Root, out var all) && all.ValueKind == JsonValueKind.Object ? all.EnumerateObject().Select(static m => m.Name).ToArray() : [];
    }

    // Not the snapshot, which would keep all pods of its time.
    private sealed record Reviewed(PolicySet Policies, DataNode? Documents, ImmutableArray<InvalidSetting> Found);
}
