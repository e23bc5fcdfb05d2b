using System.Globalization;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Management.Journal;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/sync/{source}</c>: the handshake by which a source and the engine agree that nothing is missing.</summary>
/// <param name="registry">What is known of each source.</param>
/// <param name="readiness">Whether the engine decides.</param>
/// <param name="refresh">What is pending of the sources.</param>
/// <param name="identity">This start of the engine.</param>
/// <param name="journal">Records what becomes of sources.</param>
/// <param name="settings">What is wrong with settings documents.</param>
/// <param name="options">The limits.</param>
/// <param name="life">The clock, and when the engine stops: no source's question may hold that up.</param>
internal sealed class SyncEndpoints(
    SyncRegistry registry,
    Readiness readiness,
    RefreshRequests refresh,
    EngineIdentity identity,
    SourceJournal journal,
    SettingsReview settings,
    ManagementOptions options,
    (TimeProvider Time, CancellationToken Stopping) life)
{
    private const int MaximumWaitSeconds = 60;

    /// <summary>
    /// What is held of a source, with <c>?root=</c> the digests one level below a root, or with <c>?pending=</c> what should be fetched, as
    /// soon as there is something.
    /// </summary>
    public Task<Response> GetAsync(ManagementCall call)
    {
        if (Problem(call.Rest) is { } refusal) return Task.FromResult(refusal);
        var query = call.Http.Request.Query;
        if (query.ContainsKey("pending")) return PendingAsync(call, query["pending"].ToString());
        return Task.FromResult(query["root"].ToString() is { Length: > 0 } root
            ? Parts(root)
            : Response.Ok(registry.InventoryOf(call.Rest), ContractsJson.Default.SyncInventory));
    }

    public async Task<Response> PutAsync(ManagementCall call)
    {
        if (Problem(call.Rest) is { } refusal) return refusal;
        // It has a line for each document: one ConfigMap can hold more of them than fit into another request.
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumDataBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Response.BadRequest(problem);
        using (document) return Declare(call.Rest, document.RootElement);
    }

    /// <summary>What the source was asked for, and the origin does not have.</summary>
    public async Task<Response> PostAsync(ManagementCall call)
    {
        if (Problem(call.Rest) is { } refusal) return refusal;
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Response.BadRequest(problem);
        using (document) return Absent(call.Rest, document.RootElement);
    }

    private async Task<Response> PendingAsync(ManagementCall call, string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > MaximumWaitSeconds)
            return Response.BadRequest($"`pending` is the number of seconds to wait, from 1 to {MaximumWaitSeconds}");
        // Who means another start of the engine has to learn at once that it is gone.
        if (call.Http.Request.Headers[Headers.EngineId].ToString() is { Length: > 0 } believed && believed != identity.Id) return RequestGuard.OtherEngine();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, life.Stopping);
        var pending = RefreshQuestion.None;
        try
        {
            pending = await refresh.TakeAsync(call.Rest, TimeSpan.FromSeconds(seconds), life.Time, either.Token);
        }
        catch (OperationCanceledException) when (!call.Cancellation.IsCancellationRequested)
        {
            // The engine stops: nothing is pending any more.
        }
        return Response.Ok(new SyncPending { EngineId = identity.Id, Pending = pending.Paths, Asked = pending.Number },
            ContractsJson.Default.SyncPending);
    }

    private Response Parts(string root) => DataPath.TryParse(root, out var path, out var problem)
        ? Response.Ok(registry.PartsOf(path), ContractsJson.Default.SyncParts)
        : Response.BadRequest($"`root` is not a path: {problem}");

    private Response Declare(string source, JsonElement body)
    {
        if (Read(body) is not { } declaration)
            return Response.BadRequest(
                "the body is not a declaration: `engineId`, `generation`, `policies` and `resources` with their counts and digests are "
                + "needed");
        if (declaration.EngineId != identity.Id) return RequestGuard.OtherEngine();
        var before = registry.Find(source);
        var outcome = registry.Declare(source, declaration);
        journal.Declared(source, before, registry.Find(source), outcome);
        return outcome switch
        {
            SyncOutcome.Differs differs =>
                Response.Of(StatusCodes.Status409Conflict, differs.Inventory, ContractsJson.Default.SyncInventory),
            SyncOutcome.Invalid invalid => Response.BadRequest(invalid.Problem),
            _ => Accepted(source),
        };
    }

    private Response Accepted(string source)
    {
        var pending = refresh.Take(source);
        return Response.Ok(
            new SyncAccepted
            {
                EngineId = identity.Id,
                Ready = readiness.NotReadyReasons().IsEmpty,
                Refresh = pending.Paths,
                Asked = pending.Number,
                InvalidSettings = settings.Of(registry.Find(source)?.Roots ?? []),
            },
            ContractsJson.Default.SyncAccepted);
    }

    private Response Absent(string source, JsonElement body)
    {
        if (ReadAbsent(body) is not { } report)
            return Response.BadRequest(
                "the body is not a report of what is absent: `engineId` and `absent`, an array of `path` and `asked`, are needed");
        if (report.EngineId != identity.Id) return RequestGuard.OtherEngine();
        foreach (var item in report.Absent)
        {
            if (!DataPath.TryParse(item.Path, out var path, out var problem))
                return Response.BadRequest($"`absent` has `{item.Path}`: {problem}");
            // Of what is another source's, or not known to be its own, it cannot tell.
            if (registry.SpeaksFor(source, path)) refresh.Absences.Report(path, item.Asked);
        }
        return Response.NoContent;
    }

    private Response? Problem(string source)
    {
        if (!SourceName.IsValid(source)) return Response.BadRequest($"`{source}` is {SourceName.Expected}");
        return registry.HasRoomFor(source) ? null : Response.BadRequest("there are too many sources");
    }

    private static SyncDeclaration? Read(JsonElement body)
    {
        try
        {
            var read = body.Deserialize(ContractsJson.Default.SyncDeclaration);
            return read is { EngineId: not null, Policies.Digest: not null, Resources: not null } && read.Resources.Values.All(static digest => digest?.Digest is not null) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SyncAbsent? ReadAbsent(JsonElement body)
    {
        try
        {
            var read = body.Deserialize(ContractsJson.Default.SyncAbsent);
            return read is { EngineId: not null, Absent.IsDefault: false } && read.Absent.All(static item => item?.Path is not null) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
