using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>The handshake.</summary>
internal sealed partial class FakeEngine
{
    private async Task PendingAsync(HttpContext context)
    {
        var (believed, gone) = (EngineId, _gone.Token);
        if (context.Request.Headers[Headers.EngineId].ToString() is { Length: > 0 } meant && meant != believed)
        {
            (context.Response.StatusCode, context.Response.Headers[Headers.EngineId]) = (412, believed);
            return;
        }
        Interlocked.Increment(ref _questions);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, gone);
            var pending = new SyncPending { EngineId = believed, Pending = [await Wants.Reader.ReadAsync(either.Token)] };
            context.Response.Headers[Headers.EngineId] = believed;
            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(pending, ContractsJson.Default.SyncPending),
                either.Token);
        }
        catch (OperationCanceledException)
        {
            // As the end of a process ends its connections.
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _questions);
        }
    }

    private byte[] Parts(string root) => JsonSerializer.SerializeToUtf8Bytes(
        new SyncParts
        {
            EngineId = EngineId,
            Parts = Below(root).GroupBy(static p => p.Key.Split('/')[2]).ToImmutableSortedDictionary(
                static part => part.Key, static part => Digest(part.Select(static p => SetDigest.HashOf(p.Key, Encoding.UTF8.GetBytes(p.Value))))),
        },
        ContractsJson.Default.SyncParts);

    /// <summary>The objects of a collection by their whole path, <c>kubernetes/RESOURCE/NAMESPACE/NAME</c>.</summary>
    private IEnumerable<KeyValuePair<string, string>> Below(string root) => root == PodsPath
        ? (Pods ?? []).Select(static p => KeyValuePair.Create($"{PodsPath}/{p.Key}", p.Value))
        : Others.Where(o => o.Key.StartsWith(root + "/", StringComparison.Ordinal));

    private (int, byte[]) Declare(string body)
    {
        var declaration = JsonSerializer.Deserialize(body, ContractsJson.Default.SyncDeclaration)!;
        if (declaration.EngineId != EngineId) return (412, Error(ErrorCodes.OtherEngine, "another engine"));
        var held = Resources();
        var differs = declaration.Policies != Digest(Policies.Select(static p => SetDigest.HashOf(p.Key, Encoding.UTF8.GetBytes(p.Value))))
            || !declaration.Resources.OrderBy(static r => r.Key, StringComparer.Ordinal).SequenceEqual(held.OrderBy(static r => r.Key, StringComparer.Ordinal));
        if (differs) return (409, Inventory(["something differs"]));
        Accepted.Enqueue(declaration);
        // Engines of other versions may leave out what is not required.
        if (AsksToRefresh is null && InvalidSettings.IsEmpty) return (200, Encoding.UTF8.GetBytes($"{{\"engineId\":\"{EngineId}\",\"ready\":true}}"));
        ImmutableArray<string> refresh = AsksToRefresh is { } root ? [root] : [];
        var accepted = new SyncAccepted { EngineId = EngineId, Ready = declaration.Missing.IsEmpty, Refresh = refresh, InvalidSettings = InvalidSettings };
        return (200, JsonSerializer.SerializeToUtf8Bytes(accepted, ContractsJson.Default.SyncAccepted));
    }

    private byte[] Inventory(ImmutableArray<string> differences) => JsonSerializer.SerializeToUtf8Bytes(
        new SyncInventory
        {
            EngineId = EngineId,
            Policies = Policies.ToImmutableSortedDictionary(static p => p.Key, static p => Digest([SetDigest.HashOf(p.Key, Encoding.UTF8.GetBytes(p.Value))]).Digest),
            Resources = Resources(),
            Differences = differences,
        },
        ContractsJson.Default.SyncInventory);

    private ImmutableSortedDictionary<string, DigestRecord> Resources()
    {
        var roots = Documents.ToImmutableSortedDictionary(static d => d.Key, static d => Digest([SetDigest.HashOf(d.Key, Encoding.UTF8.GetBytes(d.Value))]));
        foreach (var root in OtherRoots)
            roots = roots.SetItem(root, Digest(Others.Where(o => o.Key.StartsWith(root + "/", StringComparison.Ordinal)).Select(static o => SetDigest.HashOf(o.Key, Encoding.UTF8.GetBytes(o.Value)))));
        return Pods is null ? roots : roots.SetItem(PodsPath, Digest(Pods.Select(static p => SetDigest.HashOf($"{PodsPath}/{p.Key}", Encoding.UTF8.GetBytes(p.Value)))));
    }

    private static DigestRecord Digest(IEnumerable<UInt128> members)
    {
        var digest = members.Aggregate(SetDigest.Empty, static (sum, member) => sum.Add(member));
        return new DigestRecord(digest.Count, digest.Hex);
    }
}
