using System.Globalization;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Makes the engine hold a collection, pods above all: by small patches as long as it is certain what the engine holds, else by
/// the namespaces that differ, else by the whole. Uncertain is everything between taking changes from a store and the engine's answer.
/// </summary>
internal sealed partial class CollectionSync(EngineClient client, Collection collection, MgmtMetrics metrics, ILogger logger)
{
    // Beyond that it is not a drift but another set, and one request is cheaper.
    private const int MostRepaired = 64;

    private SetDigest? _held;
    private bool _certain;

    public string Root { get; } = collection.Root.ToString();

    /// <summary>The digest of what the engine is known to hold.</summary>
    public SetDigest Digest => _held ?? SetDigest.Empty;

    /// <summary>Takes over what an engine says that it holds.</summary>
    public void Adopt(DigestRecord? holding)
    {
        var says = holding is null ? null : Read(holding);
        _certain = _certain && says is not null && says == _held;
        _held = says;
    }

    /// <summary>Pushes what differs; tells whether anything was sent.</summary>
    public async Task<bool> PushAsync(string engineId, CancellationToken cancellationToken)
    {
        if (!_certain) return await PushAllAsync(engineId, cancellationToken);
        var changes = collection.Stores.Select(static store => store.TakeChanges()).ToArray();
        KeyValuePair<ObjectName, ProjectedObject?>[] items = [.. changes.SelectMany(static change => change.Items)];
        if (changes.Any(static change => change.All)) return await PushAllAsync(engineId, cancellationToken);
        if (items.Length == 0) return false;
        (_certain, _held) = (false, null);
        foreach (var batch in ObjectPatch.Batches(items))
        {
            var result = await client.PatchPodsAsync(engineId, collection, batch, cancellationToken);
            // A removed pod that the engine never held: another way to be uncertain.
            if (!result.IsTaken) return await PushAllAsync(engineId, cancellationToken);
            metrics.SentPods(batch.Count);
        }
        Settle(changes.Select(static change => change.Digest));
        return true;
    }

    private async Task<bool> PushAllAsync(string engineId, CancellationToken cancellationToken)
    {
        _certain = false;
        var sets = collection.Stores.Select(static store => store.TakeAll()).ToArray();
        var digest = Sum(sets.Select(static set => set.Digest));
        var differs = _held != digest;
        if (differs)
        {
            ProjectedObject[] pods = [.. sets.SelectMany(static set => set.Items).OrderBy(static pod => pod.Name)];
            var drifted = _held is { Count: > 0 };
            _held = null;
            if (!drifted || !await RepairAsync(engineId, pods, cancellationToken)) await ReplaceAsync(engineId, pods, cancellationToken);
        }
        Settle([digest]);
        return differs;
    }

    private async Task ReplaceAsync(string engineId, ProjectedObject[] pods, CancellationToken cancellationToken)
    {
        Demand(await client.PutPodsAsync(engineId, collection, pods, cancellationToken));
        metrics.SentPods(pods.Length);
    }

    // Of many namespaces seldom more than one has drifted.
    private async Task<bool> RepairAsync(string engineId, ProjectedObject[] pods, CancellationToken cancellationToken)
    {
        if (pods is [{ Name.Namespace.Length: 0 }, ..] || await client.GetPartsAsync(engineId, collection.Root, cancellationToken) is not { } held) return false;
        var wanted = pods.GroupBy(static pod => pod.Name.Namespace, StringComparer.Ordinal).ToDictionary(static part => part.Key, static part => part.ToArray(), StringComparer.Ordinal);
        var differing = wanted.Keys.Union(held.Parts.Keys, StringComparer.Ordinal).Where(name => DigestOf(wanted.GetValueOrDefault(name, [])) != Read(held.Parts.GetValueOrDefault(name))).ToArray();
        if (differing.Length > MostRepaired) return false;
        foreach (var name in differing)
        {
            var part = wanted.GetValueOrDefault(name, []);
            Demand(await client.PutNamespaceAsync(engineId, collection, name, part, cancellationToken));
            metrics.SentPods(part.Length);
            LogRepaired(logger, Root, name, part.Length);
        }
        return true;
    }

    private void Demand(PushResult result)
    {
        if (!result.IsTaken) throw new EngineUnavailableException($"the engine refused `{Root}`: {result.Errors[0].Message}") { HasAnswered = true };
    }

    private static SetDigest? Read(DigestRecord? record) => record is null
        ? SetDigest.Empty
        : UInt128.TryParse(record.Digest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum) ? new SetDigest(record.Count, sum) : null;

    private static SetDigest DigestOf(IEnumerable<ProjectedObject> pods) => pods.Aggregate(SetDigest.Empty, static (sum, pod) => sum.Add(pod.Member));

    private static SetDigest Sum(IEnumerable<SetDigest> digests) => digests.Aggregate(SetDigest.Empty, static (sum, digest) => sum.Add(digest));

    private void Settle(IEnumerable<SetDigest> digests)
    {
        _held = Sum(digests);
        _certain = true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Repaired {Root}: namespace {Namespace} had drifted, sent its {Count} objects")]
    private static partial void LogRepaired(ILogger logger, string root, string @namespace, int count);
}
