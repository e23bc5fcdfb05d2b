using System.Globalization;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Sync;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/sync/{source}</c>: the handshake by which a source and the engine agree that nothing is missing.</summary>
/// <param name="registry">What is known of each source.</param>
/// <param name="readiness">Whether the engine decides.</param>
/// <param name="refresh">What is wanted of the sources.</param>
/// <param name="identity">This start of the engine.</param>
/// <param name="options">The limits.</param>
/// <param name="life">The clock, and when the engine stops: no source's question may hold that up.</param>
internal sealed class SyncEndpoints(
    SyncRegistry registry, Readiness readiness, RefreshRequests refresh, EngineIdentity identity, ManagementOptions options, (TimeProvider Time, CancellationToken Stopping) life)
{
    private const int LongestWaitSeconds = 60;

    /// <summary>What is held of a source, with <c>?root=</c> the digests one level below a root, or with <c>?wanted=</c> what should be fetched, as soon as there is something.</summary>
    public Task<Answer> GetAsync(ManagementCall call)
    {
        if (Problem(call.Rest) is { } refusal) return Task.FromResult(refusal);
        var query = call.Http.Request.Query;
        if (query.ContainsKey("wanted")) return WantedAsync(call, query["wanted"].ToString());
        return Task.FromResult(query["root"].ToString() is { Length: > 0 } root ? Parts(root) : Answer.Ok(registry.HoldingsOf(call.Rest), ContractsJson.Default.SyncHoldings));
    }

    public async Task<Answer> PutAsync(ManagementCall call)
    {
        if (Problem(call.Rest) is { } refusal) return refusal;
        // It has a line for each document: one ConfigMap can hold more of them than fit into another request.
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumDataBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Answer.BadRequest(problem);
        using (document) return Declare(call.Rest, document.RootElement);
    }

    /// <summary>What the source was asked for, and the origin does not have.</summary>
    public async Task<Answer> PostAsync(ManagementCall call)
    {
        if (Problem(call.Rest) is { } refusal) return refusal;
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out var problem)) return Answer.BadRequest(problem);
        using (document) return Absent(call.Rest, document.RootElement);
    }

    private async Task<Answer> WantedAsync(ManagementCall call, string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestWaitSeconds)
            return Answer.BadRequest($"`wanted` is the number of seconds to wait, from 1 to {LongestWaitSeconds}");
        // Who means another start of the engine has to learn at once that it is gone.
        if (call.Http.Request.Headers[Headers.EngineId].ToString() is { Length: > 0 } believed && believed != identity.Id) return RequestGuard.OtherEngine();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, life.Stopping);
        var wanted = RefreshQuestion.None;
        try
        {
            wanted = await refresh.TakeAsync(call.Rest, TimeSpan.FromSeconds(seconds), life.Time, either.Token);
        }
        catch (OperationCanceledException) when (!call.Cancellation.IsCancellationRequested)
        {
            // The engine stops: nothing is wanted any more.
        }
        return Answer.Ok(new SyncWanted { EngineId = identity.Id, Wanted = wanted.Paths, Asked = wanted.Number }, ContractsJson.Default.SyncWanted);
    }

    private Answer Parts(string root) => DataPath.TryParse(root, out var path, out var problem)
        ? Answer.Ok(registry.PartsOf(path), ContractsJson.Default.SyncParts)
        : Answer.BadRequest($"`root` is no path: {problem}");

    private Answer Declare(string source, JsonElement body)
    {
        if (Read(body) is not { } declaration) return Answer.BadRequest("the body is no declaration: `engineId`, `generation`, `policies` and `resources` with their counts and digests are needed");
        if (declaration.EngineId != identity.Id) return RequestGuard.OtherEngine();
        return registry.Declare(source, declaration) switch
        {
            SyncOutcome.Differs differs => Answer.Of(StatusCodes.Status409Conflict, differs.Holdings, ContractsJson.Default.SyncHoldings),
            SyncOutcome.Invalid invalid => Answer.BadRequest(invalid.Problem),
            _ => Accepted(source),
        };
    }

    private Answer Accepted(string source)
    {
        var wanted = refresh.Take(source);
        return Answer.Ok(
            new SyncAccepted { EngineId = identity.Id, Ready = readiness.NotReadyBecause().IsEmpty, Refresh = wanted.Paths, Asked = wanted.Number },
            ContractsJson.Default.SyncAccepted);
    }

    private Answer Absent(string source, JsonElement body)
    {
        if (ReadAbsent(body) is not { } report) return Answer.BadRequest("the body is no report of what is absent: `engineId` and `absent`, an array of `path` and `asked`, are needed");
        if (report.EngineId != identity.Id) return RequestGuard.OtherEngine();
        foreach (var item in report.Absent)
        {
            if (!DataPath.TryParse(item.Path, out var path, out var problem)) return Answer.BadRequest($"`absent` has `{item.Path}`: {problem}");
            // Of what is another source's, or not known to be its own, it cannot tell.
            if (registry.SpeaksFor(source, path)) refresh.Absences.Report(path, item.Asked);
        }
        return Answer.NoContent;
    }

    private Answer? Problem(string source)
    {
        if (!SourceName.IsValid(source)) return Answer.BadRequest($"`{source}` is {SourceName.Expected}");
        return registry.HasRoomFor(source) ? null : Answer.BadRequest("there are too many sources");
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
