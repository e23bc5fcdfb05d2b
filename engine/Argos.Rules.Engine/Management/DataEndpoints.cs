using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Management.Journal;
using Argos.Rules.Hosting.Memory;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/data/{path}</c>.</summary>
internal sealed class DataEndpoints(SnapshotStore store, SyncRegistry registry, DocumentJournal journal, ManagementOptions options)
{
    /// <summary>OPA answers a read of nothing with 200 and no result.</summary>
    public Task<Response> GetAsync(ManagementCall call) => Task.FromResult(
        DataPath.TryParseUrl(call.Rest, out var path, out var problem) ? Read(path) : Response.BadRequest(problem));

    /// <summary>As GET; OPA's callers send an input along, which means nothing for data.</summary>
    public async Task<Response> PostAsync(ManagementCall call)
    {
        if (!DataPath.TryParseUrl(call.Rest, out var path, out var problem)) return Response.BadRequest(problem);
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (bytes.Written.IsEmpty) return Read(path);
        if (!JsonBody.TryParse(bytes.Written, out var document, out problem)) return Response.BadRequest(problem);
        document.Dispose();
        return Read(path);
    }

    public Task<Response> PutAsync(ManagementCall call)
    {
        var onlyNew = call.Http.Request.Headers.IfNoneMatch.ToString() == "*";
        var stated = call.Http.Request.Headers[Headers.Objects].ToString();
        CollectionPath? places = null;
        if (!onlyNew && (stated.Length == 0 || CollectionPath.TryParse(stated, out places))
            && DataPath.TryParseUrl(call.Rest, out var collection, out _) && CollectionBuilder.Takes(collection, places))
            return PutCollectionAsync(call, collection, places);
        return WriteAsync(call, (path, value, places) => Put(call, (path, places), value, onlyNew));
    }

    public Task<Response> PatchAsync(ManagementCall call) =>
        WriteAsync(call, (path, operations, places) => Written(call, (path, places), Change(call, (path, places), tree => tree.Patch(path, operations, places))));

    public Task<Response> DeleteAsync(ManagementCall call) => Task.FromResult(
        DataPath.TryParseUrl(call.Rest, out var path, out var problem)
            ? Written(call, (path, null), Change(call, (path, null), tree => tree.Without(path)))
            : Response.BadRequest(problem));

    /// <summary>Objects by the ten thousand: read as they come in, and put into force as a whole.</summary>
    private async Task<Response> PutCollectionAsync(ManagementCall call, DataPath path, CollectionPath? places)
    {
        // An engine that has none of it does not decide yet; one that does must not stand still for its memory.
        var isFirst = !store.Current.Data.Exists(path);
        var collection = new CollectionBuilder(store.Current.Data, path, places);
        if (await new CollectionBody(collection, options.MaximumCollectionBytes).ReadAsync(call.Http) is { } refusal) return refusal;
        var answer = Written(call, (path, places), Change(call, (path, places), tree => tree.With(collection)));
        if (isFirst) MemoryTrimmer.Trim(collection.Count);
        return answer;
    }

    private Response Put(ManagementCall call, (DataPath Path, CollectionPath? Places) at, JsonElement value, bool onlyNew)
    {
        var (path, places) = at;
        var exists = false;
        var change = Change(call, at, tree =>
        {
            exists = onlyNew && tree.Exists(path);
            return exists ? new TreeChange(tree, null, []) : tree.With(path, value, places);
        });
        return exists ? Response.NotModified : Written(call, at, change);
    }

    private async Task<Response> WriteAsync(ManagementCall call, Func<DataPath, JsonElement, CollectionPath?, Response> write)
    {
        if (!DataPath.TryParseUrl(call.Rest, out var path, out var problem)) return Response.BadRequest(problem);
        var stated = call.Http.Request.Headers[Headers.Objects].ToString();
        CollectionPath? places = null;
        if (stated.Length > 0 && !CollectionPath.TryParse(stated, out places))
            return Response.BadRequest($"the header `{Headers.Objects}` must be {CollectionPath.Expected}");
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumDataBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out problem)) return Response.BadRequest(problem);
        using (document) return write(path, document.RootElement, places);
    }

    private TreeChange Change(ManagementCall call, (DataPath Path, CollectionPath? Places) at, Func<DataTree, TreeChange> edit)
    {
        DataTree? before = null;
        var result = store.ChangeData(tree =>
        {
            var change = edit(tree);
            if (change.Tree is not { } next || ReferenceEquals(next, tree)) return change;
            before = tree;
            registry.Invalidate(call.Source, change.Touched.IsEmpty ? [at.Path] : change.Touched);
            return change;
        });
        // Single objects are not documents.
        if (before is not null && at.Places is null) journal.Changed(call, before, result.Tree!, result.Touched.IsEmpty ? [at.Path] : result.Touched);
        return result;
    }

    private Response Written(ManagementCall call, (DataPath Path, CollectionPath? Places) at, TreeChange change)
    {
        if (change.Problem is { } problem) return Refusal(problem);
        // Also what was there already: the source says that it belongs to its set.
        if (call.Source is { } source) registry.RecordWrite(source, change.Touched.IsEmpty ? [at.Path] : change.Touched, at.Places?.Root);
        return Response.NoContent;
    }

    private Response Read(DataPath path)
    {
        var data = store.Current.Data;
        if (!data.Exists(path)) return Response.EmptyObject;
        return Response.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("result"u8);
            data.TryWrite(path, writer);
            writer.WriteEndObject();
        });
    }

    private static Response Refusal(DataProblem problem) => problem.Kind switch
    {
        DataProblemKind.NotFound => Response.NotFound(problem.Message),
        DataProblemKind.Conflict => Response.Error(StatusCodes.Status404NotFound, ErrorCodes.Conflict, problem.Message),
        DataProblemKind.TestFailed => Response.Error(StatusCodes.Status409Conflict, ErrorCodes.Conflict, problem.Message),
        _ => Response.BadRequest(problem.Message),
    };
}
