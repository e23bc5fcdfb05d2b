using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>The calls of the engine's management API that a source makes. A refusal is a value; everything else that fails is an exception.</summary>
internal sealed class EngineClient(EngineTransport transport, EngineOptions options, string source)
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(10);

    // A policy is compiled and tested before the answer, for which the engine takes 60 s each on a busy machine, and may have to start its compiler: who gives up
    // sooner begins again for ever, and nothing else is sent. The whole collection may be 50,000 pods.
    private static readonly TimeSpan Compile = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Bulk = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(20);

    /// <summary>Which engine is there, and what it holds of this source.</summary>
    public Task<SyncInventory> GetInventoryAsync(CancellationToken cancellationToken) =>
        transport.SendAsync(Request(HttpMethod.Get, SyncPath, null), null, Quick, InventoryAsync, cancellationToken);

    /// <summary>Says what the whole set is.</summary>
    public Task<DeclarationResponse> DeclareAsync(SyncDeclaration declaration, CancellationToken cancellationToken)
    {
        var body = Body(JsonSerializer.SerializeToUtf8Bytes(declaration, ContractsJson.Default.SyncDeclaration), "application/json");
        return transport.SendAsync(Request(HttpMethod.Put, SyncPath, body), declaration.EngineId, Quick, DeclarationAsync, cancellationToken);
    }

    public Task<PushResult> PutPolicyAsync(string engineId, DesiredItem item, CancellationToken cancellationToken) =>
        WriteAsync(From(item, Request(HttpMethod.Put, PolicyPath(item.Id), Body(item.Content!, item.MediaType))), engineId, Compile, cancellationToken);

    public Task<PushResult> DeletePolicyAsync(string engineId, string id, CancellationToken cancellationToken) =>
        WriteAsync(Request(HttpMethod.Delete, PolicyPath(id), null), engineId, Quick, cancellationToken);

    public Task<PushResult> PutDocumentAsync(string engineId, DesiredItem item, CancellationToken cancellationToken) =>
        WriteAsync(From(item, Request(HttpMethod.Put, DataUrl(item.Id), Body(item.Content!, "application/json"))), engineId, Quick, cancellationToken);

    public Task<PushResult> DeleteDocumentAsync(string engineId, string path, CancellationToken cancellationToken) =>
        WriteAsync(Request(HttpMethod.Delete, DataUrl(path), null), engineId, Quick, cancellationToken);

    /// <summary>Replaces a collection.</summary>
    public Task<PushResult> PutObjectsAsync(string engineId, Collection collection, ProjectedObject[] pods,
        CancellationToken cancellationToken) =>
        WriteAsync(Of(collection, Request(HttpMethod.Put, $"v1/data/{collection.Root.ToUrl()}", new ObjectsContent(pods, flat: false))),
            engineId, Bulk, cancellationToken);

    /// <summary>Replaces one namespace of a collection; without objects it is removed.</summary>
    public Task<PushResult> PutNamespaceAsync(string engineId, Collection collection, string name, ProjectedObject[] pods,
        CancellationToken cancellationToken)
    {
        var place = collection.Root.Append(name);
        return pods.Length == 0
            ? DeleteDocumentAsync(engineId, place.ToString(), cancellationToken)
            : WriteAsync(Of(collection, Request(HttpMethod.Put, $"v1/data/{place.ToUrl()}", new ObjectsContent(pods, flat: true))),
                engineId, Bulk, cancellationToken);
    }

    /// <summary>What the engine wants fetched; answered as soon as there is something, else after a while with nothing. Fails at once when the engine goes, or is another.</summary>
    public Task<SyncPending> GetPendingAsync(string engineId, CancellationToken cancellationToken) => transport.SendAsync(
        Request(HttpMethod.Get, $"{SyncPath}?pending={(int)LongWait.TotalSeconds}", null),
        engineId,
        LongWait + Quick,
        static async (response, token) => response.IsSuccessStatusCode
            ? await EngineTransport.ReadAsync(response, ContractsJson.Default.SyncPending, token)
            : throw new EngineUnavailableException($"the engine answered {(int)response.StatusCode} to the question what it wants") { HasAnswered = true },
        cancellationToken);

    /// <summary>Says that objects which the engine wanted do not exist.</summary>
    public Task<PushResult> ReportAbsentAsync(SyncAbsent absent, CancellationToken cancellationToken)
    {
        var body = Body(JsonSerializer.SerializeToUtf8Bytes(absent, ContractsJson.Default.SyncAbsent), "application/json");
        return WriteAsync(Request(HttpMethod.Post, SyncPath, body), absent.EngineId, Quick, cancellationToken);
    }

    /// <summary>The digests one level below a root; <see langword="null"/> from an engine that does not tell them.</summary>
    public Task<SyncParts?> GetPartsAsync(string engineId, DataPath root, CancellationToken cancellationToken) => transport.SendAsync(
        Request(HttpMethod.Get, $"{SyncPath}?root={Uri.EscapeDataString(root.ToString())}", null),
        engineId,
        Quick,
        static async (response, token) =>
        {
            var parts = response.IsSuccessStatusCode ? await EngineTransport.ReadAsync(response, ContractsJson.Default.SyncParts, token) : null;
            return parts is { Parts: not null } ? parts : null;
        },
        cancellationToken);

    /// <summary>Changes some objects of a collection, all or none.</summary>
    public Task<PushResult> PatchObjectsAsync(string engineId, Collection collection, IEnumerable<KeyValuePair<ObjectName,
        ProjectedObject?>> changes, CancellationToken cancellationToken) =>
        WriteAsync(Of(collection,
            Request(HttpMethod.Patch, "v1/data", Body(ObjectPatch.Write(collection.Root, changes), "application/json-patch+json"))),
            engineId, Quick, cancellationToken);

    private string SyncPath => $"v1/sync/{Uri.EscapeDataString(source)}";

    private static string PolicyPath(string id) => "v1/policies/" + string.Join('/', id.Split('/').Select(Uri.EscapeDataString));

    private static string DataUrl(string path) => "v1/data/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static ByteArrayContent Body(byte[] bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType, "utf-8") } };

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? body) =>
        new(method, new Uri(options.Url, path)) { Content = body };

    private static HttpRequestMessage Of(Collection collection, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation(Headers.Objects, collection.Places);
        return request;
    }

    private static HttpRequestMessage From(DesiredItem item, HttpRequestMessage request)
    {
        if (item.Origin is not { } origin) return request;
        // What is not an object of a cluster has no version.
        var kind = item.Version.Length > 0 ? "ConfigMap" : "folder";
        request.Headers.TryAddWithoutValidation(Headers.Origin, new ObjectOrigin(kind, origin.Map.Namespace, origin.Map.Name, origin.Key, item.Version).ToHeader());
        return request;
    }

    private Task<PushResult> WriteAsync(HttpRequestMessage request, string engineId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deletes = request.Method == HttpMethod.Delete;
        return transport.SendAsync(
            request,
            engineId,
            timeout,
            (response, token) => response.IsSuccessStatusCode || (deletes && response.StatusCode == HttpStatusCode.NotFound)
                ? Task.FromResult(PushResult.Taken)
                : EngineTransport.RefusalAsync(response, token),
            cancellationToken);
    }

    private static async Task<SyncInventory> InventoryAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return await EngineTransport.ReadAsync(response, ContractsJson.Default.SyncInventory, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound || EngineTransport.EngineIdOf(response) is not { } engineId)
            throw new EngineUnavailableException($"the engine answered {(int)response.StatusCode} to the question what it holds") { HasAnswered = true };
        return new SyncInventory
        {
            EngineId = engineId,
            Policies = ImmutableSortedDictionary<string, string>.Empty,
            Resources = ImmutableSortedDictionary<string, DigestRecord>.Empty,
        };
    }

    private static async Task<DeclarationResponse> DeclarationAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return new(await EngineTransport.ReadAsync(response, ContractsJson.Default.SyncAccepted, cancellationToken), null);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return new(null, await EngineTransport.ReadAsync(response, ContractsJson.Default.SyncInventory, cancellationToken));
        var refusal = await EngineTransport.RefusalAsync(response, cancellationToken);
        throw new EngineUnavailableException($"the engine refused the declaration: {refusal.Errors[0].Message}") { HasAnswered = true };
    }
}
