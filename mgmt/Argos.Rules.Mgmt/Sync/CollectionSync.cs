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
/// An object that the engine refuses is looked for, set aside and removed there, and the others go on.
/// </summary>
internal sealed partial class CollectionSync(EngineClient client, Collection collection, MgmtMetrics metrics,
    (TimeProvider Time, ILogger Logger) runtime)
{
    // Beyond that it is not a drift but another set, and one request is cheaper.
    private const int MaximumRepaired = 64;

    private readonly ObjectPatches _patches = new(client, collection, metrics, runtime);
    private SetDigest? _held;
    private bool _certain;
    private bool _isThere;

    public string Root { get; } = collection.Root.ToString();

    /// <summary>The digest of what the engine is known to hold.</summary>
    public SetDigest Digest => _held ?? SetDigest.Empty;

    /// <summary>
    /// What the engine lacks and must not be missed: objects that it refuses. A pod that is not there is granted nothing; of anything else a policy might take the absence
    /// for "nothing is forbidden".
    /// </summary>
    public IEnumerable<string> Missing => collection.Root == DataPath.Pods ? [] : _patches.SetAside.Names.Select(name => $"`{Root}/{name}` is refused by the engine as it is");

    /// <summary>Takes over what an engine says that it holds.</summary>
    public void Adopt(DigestRecord? holding)
    {
        var says = holding is null ? null : Read(holding);
        _certain = _certain && says is not null && says == _held;
        _held = says;
        _isThere = holding is not null;
    }

    /// <summary>Pushes what differs; returns whether anything was sent.</summary>
    public async Task<bool> PushAsync(string engineId, CancellationToken cancellationToken)
    {
        _patches.For(engineId);
        var sent = await PushOnceAsync(engineId, cancellationToken);
        _patches.EndRound();
        return sent;
    }

    private async Task<bool> PushOnceAsync(string engineId, CancellationToken cancellationToken)
    {
        if (!_certain) return await PushAllAsync(engineId, cancellationToken);
        var retried = await _patches.RetryAsync(cancellationToken);
        _held = Digest.Add(retried);
        var changes = collection.Stores.Select(static store => store.TakeChanges()).ToArray();
        KeyValuePair<ObjectName, ProjectedObject?>[] items = [.. changes.SelectMany(static change => change.Items)];
        if (changes.Any(static change => change.All)) return await PushAllAsync(engineId, cancellationToken);
        if (items.Length == 0) return retried.Count > 0;
        (_certain, _held) = (false, null);
        // Of what was set aside the engine holds nothing that could be removed.
        items = [.. items.Where(item => !_patches.SetAside.Forget(item.Key) || item.Value is not null)];
        // A removed pod that the engine never held: another way to be uncertain.
        if (!await _patches.SendAsync(items, cancellationToken)) return await PushAllAsync(engineId, cancellationToken);
        Settle(Sum(changes.Select(static change => change.Digest)));
        return true;
    }

    private async Task<bool> PushAllAsync(string engineId, CancellationToken cancellationToken)
    {
        _certain = false;
        var sets = collection.Stores.Select(static store => store.TakeAll()).ToArray();
        var all = Sum(sets.Select(static set => set.Digest));
        ProjectedObject[] pods = [.. sets.SelectMany(static set => set.Items)];
        _patches.SetAside.Trim(pods);
        var differs = _held != all.Remove(_patches.SetAside.Digest);
        if (differs)
        {
            pods = [.. pods.Where(pod => !_patches.SetAside.Has(pod)).OrderBy(static pod => pod.Name)];
            var drifted = _held is { Count: > 0 };
            _held = null;
            if (!drifted || !await RepairAsync(engineId, pods, cancellationToken)) await ReplaceAsync(engineId, pods, cancellationToken);
        }
        Settle(all);
        return differs;
    }

    private async Task ReplaceAsync(string engineId, ProjectedObject[] pods, CancellationToken cancellationToken)
    {
        var result = await _patches.TryAsync(() => client.PutObjectsAsync(engineId, collection, pods, cancellationToken));
        if (!result.IsTaken)
        {
            LogSearched(runtime.Logger, Root, result.Errors[0].Message);
            await SeparateAsync(engineId, pods, cancellationToken);
            return;
        }
        _isThere = true;
        metrics.SentObjects(pods.Length);
    }

    // One by one as far as needed: what is refused is found, and the others are there. Then what should not be there goes.
    private async Task SeparateAsync(string engineId, ProjectedObject[] pods, CancellationToken cancellationToken)
    {
        if (!_isThere) Demand(await client.PutObjectsAsync(engineId, collection, [], cancellationToken));
        _isThere = true;
        await _patches.SendAsync([.. pods.Select(static pod => KeyValuePair.Create<ObjectName, ProjectedObject?>(pod.Name, pod))],
            cancellationToken);
        pods = [.. pods.Where(pod => !_patches.SetAside.Has(pod))];
        if (!await RepairAsync(engineId, pods, cancellationToken))
            Demand(await client.PutObjectsAsync(engineId, collection, pods, cancellationToken));
    }

    // Of many namespaces seldom more than one has drifted.
    private async Task<bool> RepairAsync(string engineId, ProjectedObject[] pods, CancellationToken cancellationToken)
    {
        if (pods is [{ Name.Namespace.Length: 0 }, ..] || await client.GetPartsAsync(engineId, collection.Root, cancellationToken) is not { } held) return false;
        var wanted = pods.GroupBy(static pod => pod.Name.Namespace, StringComparer.Ordinal).ToDictionary(static part => part.Key, static part => part.ToArray(), StringComparer.Ordinal);
        var differing = wanted.Keys.Union(held.Parts.Keys, StringComparer.Ordinal).Where(name => DigestOf(wanted.GetValueOrDefault(name, [])) != Read(held.Parts.GetValueOrDefault(name))).ToArray();
        if (differing.Length > MaximumRepaired) return false;
        foreach (var name in differing)
        {
            var part = wanted.GetValueOrDefault(name, []);
            if (!(await _patches.TryAsync(() => client.PutNamespaceAsync(engineId, collection, name, part, cancellationToken))).IsTaken) return false;
            metrics.SentObjects(part.Length);
            LogRepaired(runtime.Logger, Root, name, part.Length);
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

    private static SetDigest DigestOf(IEnumerable<ProjectedObject> pods) =>
        pods.Aggregate(SetDigest.Empty, static (sum, pod) => sum.Add(pod.Member));

    private static SetDigest Sum(IEnumerable<SetDigest> digests) => digests.Aggregate(SetDigest.Empty, static (sum, digest) => sum.Add(digest));

    private void Settle(SetDigest all)
    {
        _held = all.Remove(_patches.SetAside.Digest);
        _certain = true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine refused {Root} as a whole ({Problem}); looking for the object that is wrong")]
    private static partial void LogSearched(ILogger logger, string root, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Repaired {Root}: namespace {Namespace} had drifted, sent its {Count} objects")]
    private static partial void LogRepaired(ILogger logger, string root, string @namespace, int count);
}
