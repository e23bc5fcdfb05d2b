using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Management.Journal;

namespace Argos.Rules.Engine.Management;

/// <summary><c>/v1/data/{path}</c>.</summary>
internal sealed class DataEndpoints(SnapshotStore store, SyncRegistry registry, DocumentJournal journal, ManagementOptions options)
{
    // Fewer leave no garbage that is worth a pause.
    private const int Many = 2_000;

    /// <summary>OPA answers a read of nothing with 200 and no result.</summary>
    public Task<Answer> GetAsync(ManagementCall call) => Task.FromResult(
        DataPath.TryParseUrl(call.Rest, out var path, out var problem) ? Read(path) : Answer.BadRequest(problem));

    /// <summary>As GET; OPA's callers send an input along, which means nothing for data.</summary>
    public async Task<Answer> PostAsync(ManagementCall call)
    {
        if (!DataPath.TryParseUrl(call.Rest, out var path, out var problem)) return Answer.BadRequest(problem);
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumRequestBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (bytes.Written.IsEmpty) return Read(path);
        if (!JsonBody.TryParse(bytes.Written, out var document, out problem)) return Answer.BadRequest(problem);
        document.Dispose();
        return Read(path);
    }

    public Task<Answer> PutAsync(ManagementCall call)
    {
        var onlyNew = call.Http.Request.Headers.IfNoneMatch.ToString() == "*";
        var stated = call.Http.Request.Headers[Headers.Objects].ToString();
        ObjectPlaces? told = null;
        if (!onlyNew && (stated.Length == 0 || ObjectPlaces.TryParse(stated, out told)) && DataPath.TryParseUrl(call.Rest, out var collection, out _) && CollectionBuilder.Takes(collection, told))
            return PutCollectionAsync(call, collection, told);
        return WriteAsync(call, (path, value, places) => Put(call, (path, places), value, onlyNew));
    }

    public Task<Answer> PatchAsync(ManagementCall call) =>
        WriteAsync(call, (path, operations, places) => Written(call, (path, places), Change(call, (path, places), tree => tree.Patch(path, operations, places))));

    public Task<Answer> DeleteAsync(ManagementCall call) => Task.FromResult(
        DataPath.TryParseUrl(call.Rest, out var path, out var problem)
            ? Written(call, (path, null), Change(call, (path, null), tree => tree.Without(path)))
            : Answer.BadRequest(problem));

    /// <summary>Objects by the ten thousand: read as they come in, and put into force as a whole.</summary>
    private async Task<Answer> PutCollectionAsync(ManagementCall call, DataPath path, ObjectPlaces? places)
    {
        // An engine that has none of it does not decide yet; one that does must not stand still for its memory.
        var isFirst = !store.Current.Data.Exists(path);
        var collection = new CollectionBuilder(store.Current.Data, path, places);
        if (await new CollectionBody(collection, options.MaximumCollectionBytes).ReadAsync(call.Http) is { } refusal) return refusal;
        var answer = Written(call, (path, places), Change(call, (path, places), tree => tree.With(collection)));
        if (isFirst && collection.Count >= Many) LoadedMemory.GiveBack();
        return answer;
    }

    private Answer Put(ManagementCall call, (DataPath Path, ObjectPlaces? Places) at, JsonElement value, bool onlyNew)
    {
        var (path, places) = at;
        var exists = false;
        var change = Change(call, at, tree =>
        {
            exists = onlyNew && tree.Exists(path);
            return exists ? new TreeChange(tree, null, []) : tree.With(path, value, places);
        });
        return exists ? Answer.NotModified : Written(call, at, change);
    }

    private async Task<Answer> WriteAsync(ManagementCall call, Func<DataPath, JsonElement, ObjectPlaces?, Answer> write)
    {
        if (!DataPath.TryParseUrl(call.Rest, out var path, out var problem)) return Answer.BadRequest(problem);
        var stated = call.Http.Request.Headers[Headers.Objects].ToString();
        ObjectPlaces? places = null;
        if (stated.Length > 0 && !ObjectPlaces.TryParse(stated, out places)) return Answer.BadRequest($"the header `{Headers.Objects}` must be {ObjectPlaces.Expected}");
        var body = await RequestBody.ReadAsync(call.Http, options.MaximumDataBytes);
        if (!body.Ok) return body.Refusal;
        using var bytes = body.Bytes;
        if (!JsonBody.TryParse(bytes.Written, out var document, out problem)) return Answer.BadRequest(problem);
        using (document) return write(path, document.RootElement, places);
    }

    private TreeChange Change(ManagementCall call, (DataPath Path, ObjectPlaces? Places) at, Func<DataTree, TreeChange> edit)
    {
        DataTree? before = null;
        var result = store.ChangeData(tree =>
        {
            var change = edit(tree);
            if (change.Tree is not { } next || ReferenceEquals(next, tree)) return change;
            before = tree;
            registry.Disturb(call.Source, change.Touched.IsEmpty ? [at.Path] : change.Touched);
            return change;
        });
        // Single objects are not documents.
        if (before is not null && at.Places is null) journal.Changed(call, before, result.Tree!, result.Touched.IsEmpty ? [at.Path] : result.Touched);
        return result;
    }

    private Answer Written(ManagementCall call, (DataPath Path, ObjectPlaces? Places) at, TreeChange change)
    {
        if (change.Problem is { } problem) return Refusal(problem);
        // Also what was there already: the source says that it belongs to its set.
        if (call.Source is { } source) registry.Wrote(source, change.Touched.IsEmpty ? [at.Path] : change.Touched, at.Places?.Root);
        return Answer.NoContent;
    }

    private Answer Read(DataPath path)
    {
        var data = store.Current.Data;
        if (!data.Exists(path)) return Answer.EmptyObject;
        return Answer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("result"u8);
            data.TryWrite(path, writer);
            writer.WriteEndObject();
        });
    }

    private static Answer Refusal(DataProblem problem) => problem.Kind switch
    {
        DataProblemKind.NotFound => Answer.NotFound(problem.Message),
        DataProblemKind.Conflict => Answer.Error(StatusCodes.Status404NotFound, ErrorCodes.Conflict, problem.Message),
        DataProblemKind.TestFailed => Answer.Error(StatusCodes.Status409Conflict, ErrorCodes.Conflict, problem.Message),
        _ => Answer.BadRequest(problem.Message),
    };
}
