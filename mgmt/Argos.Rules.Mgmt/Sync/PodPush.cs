using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Makes the engine hold the pods of the stores: by small patches as long as it is certain what the engine holds, else by the
/// whole collection. Uncertain is everything between taking changes from a store and the engine's answer.
/// </summary>
internal sealed class PodPush(EngineClient client, ImmutableArray<Store<ProjectedPod>> stores, MgmtMetrics metrics)
{
    private SetDigest? _held;
    private bool _certain;

    /// <summary>The digest of what the engine is known to hold.</summary>
    public SetDigest Digest => _held ?? SetDigest.Empty;

    /// <summary>Takes over what an engine says that it holds.</summary>
    public void Adopt(DigestRecord? holding)
    {
        SetDigest? says = holding is not null && UInt128.TryParse(holding.Digest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum)
            ? new SetDigest(holding.Count, sum)
            : null;
        _certain = _certain && says is not null && says == _held;
        _held = says;
    }

    /// <summary>Pushes what differs; tells whether anything was sent.</summary>
    public async Task<bool> PushAsync(string engineId, CancellationToken cancellationToken)
    {
        if (!_certain) return await PushAllAsync(engineId, cancellationToken);
        var changes = stores.Select(static store => store.TakeChanges()).ToArray();
        KeyValuePair<ObjectName, ProjectedPod?>[] items = [.. changes.SelectMany(static change => change.Items)];
        if (changes.Any(static change => change.All)) return await PushAllAsync(engineId, cancellationToken);
        if (items.Length == 0) return false;
        (_certain, _held) = (false, null);
        foreach (var batch in PodPatch.Batches(items))
        {
            var result = await client.PatchPodsAsync(engineId, batch, cancellationToken);
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
        var sets = stores.Select(static store => store.TakeAll()).ToArray();
        var digest = Sum(sets.Select(static set => set.Digest));
        var differs = _held != digest;
        if (differs)
        {
            ProjectedPod[] pods = [.. sets.SelectMany(static set => set.Items).OrderBy(static pod => pod.Name)];
            _held = null;
            var result = await client.PutPodsAsync(engineId, pods, cancellationToken);
            if (!result.IsTaken) throw new EngineUnavailableException($"the engine refused the pods: {result.Errors[0].Message}");
            metrics.SentPods(pods.Length);
        }
        Settle([digest]);
        return differs;
    }

    private static SetDigest Sum(IEnumerable<SetDigest> digests) => digests.Aggregate(SetDigest.Empty, static (sum, digest) => sum.Add(digest));

    private void Settle(IEnumerable<SetDigest> digests)
    {
        _held = Sum(digests);
        _certain = true;
    }
}
