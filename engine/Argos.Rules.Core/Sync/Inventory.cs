using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;

namespace Argos.Rules.Core.Sync;

/// <summary>What a snapshot holds of one source, and how it differs from what the source declares.</summary>
internal static class Inventory
{
    private const int MaximumDifferences = 20;

    /// <summary>Reports what is held.</summary>
    public static SyncInventory Of(Snapshot snapshot, string source, IEnumerable<DataPath> roots, string engineId,
        ImmutableArray<string> differences) => new()
        {
            EngineId = engineId,
            Policies = Owned(snapshot, source).ToImmutableSortedDictionary(
                static policy => policy.Id, static policy => PolicyHashes.Of(policy).ToString("x32", CultureInfo.InvariantCulture), StringComparer.Ordinal),
            Resources = WithOwn(snapshot.Data, [.. roots])
            .Select(root => (Root: root.ToString(), Digest: snapshot.Data.DigestOf(root)))
            .Where(static held => held.Digest.Count > 0)
            .ToImmutableSortedDictionary(static held => held.Root, static held => new DigestRecord(held.Digest.Count, held.Digest.Hex), StringComparer.Ordinal),
            Differences = differences,
        };

    /// <summary>Compares.</summary>
    /// <param name="snapshot">What is held.</param>
    /// <param name="source">By which source.</param>
    /// <param name="written">The roots it has written.</param>
    /// <param name="policies">The policies it declares.</param>
    /// <param name="declared">The roots it declares.</param>
    /// <returns>One line for people for each difference; empty when all is equal.</returns>
    public static ImmutableArray<string> Differences(
        Snapshot snapshot, string source, IEnumerable<DataPath> written, DigestRecord policies, IReadOnlyDictionary<DataPath, DigestRecord> declared)
    {
        var differences = ImmutableArray.CreateBuilder<string>();
        var held = PolicyHashes.Of(Owned(snapshot, source));
        Compare("policies", held, policies, differences);
        foreach (var (root, digest) in declared) Compare($"`{root}`", snapshot.Data.DigestOf(root), digest, differences);
        foreach (var root in written)
        {
            if (!declared.ContainsKey(root) && !Above(root).Any(declared.ContainsKey) && OwnOf(snapshot.Data, root, declared.Keys).Count > 0) differences.Add($"`{root}` is held but not declared");
        }
        var sorted = differences.Order(StringComparer.Ordinal).ToImmutableArray();
        return sorted.Length <= MaximumDifferences ? sorted : [.. sorted.Take(MaximumDifferences), $"and {sorted.Length - MaximumDifferences} more"];
    }

    // A place that was written once, and below which other roots lie now, holds nothing of its own any more.
    private static IEnumerable<DataPath> WithOwn(DataTree data, DataPath[] roots)
    {
        // Of very many roots hardly any lies above another; only these have to be compared with all.
        var above = roots.SelectMany(Above).ToHashSet();
        return roots.Where(root => (above.Contains(root) ? OwnOf(data, root, roots) : data.DigestOf(root)).Count > 0);
    }

    private static IEnumerable<DataPath> Above(DataPath path) => Enumerable.Range(0, path.Segments.Length).Select(length => new DataPath(path.Segments[..length]));

    /// <summary>What a root holds that none of the roots below it does.</summary>
    private static SetDigest OwnOf(DataTree data, DataPath root, IEnumerable<DataPath> roots)
    {
        var below = roots.Where(other => other != root && other.StartsWith(root)).ToHashSet();
        return below.Where(one => !Above(one).Any(below.Contains))
            .Aggregate(data.DigestOf(root), (own, one) => own.Remove(data.DigestOf(one)));
    }

    private static void Compare(string what, SetDigest held, DigestRecord declared, ImmutableArray<string>.Builder differences)
    {
        if (held.Count != declared.Count) differences.Add($"{what}: {held.Count} held, {declared.Count} declared");
        else if (held.Hex != declared.Digest) differences.Add($"{what}: {held.Count} held, with other content than declared");
    }

    private static IEnumerable<ActivePolicy> Owned(Snapshot snapshot, string source) => snapshot.Policies.All.Where(policy => policy.Owner == source);
}
