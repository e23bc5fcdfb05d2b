using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes.Objects;

namespace Argos.Rules.TestKit.Kubernetes.Verbs;

/// <summary>Get, create, update, patch and delete of one object.</summary>
internal sealed class ObjectVerbs(ObjectStore store, TimeProvider time)
{
    public ApiResponse Get(ApiRequest request) => ApiResponse.Of(Existing(request));

    public ApiResponse Create(ApiRequest request)
    {
        var json = request.Body();
        var resource = request.Path.Resource;
        if (json["metadata"] is not JsonObject) json["metadata"] = new JsonObject();
        var metadata = json["metadata"]!.AsObject();
        if ((string?)metadata["generateName"] is { Length: > 0 } prefix && metadata["name"] is null)
            metadata["name"] = prefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        var name = (string?)metadata["name"] ?? throw ApiFailure.Invalid($"{resource.Kind} \"\" is invalid: metadata.name: Required value");
        CheckKind(json, resource);
        metadata.Remove("uid");
        metadata.Remove("creationTimestamp");
        metadata.Remove("resourceVersion");
        if (request.Path.Namespace is { } space) metadata["namespace"] = space;
        // A client cannot create a running pod: the status is the kubelet's.
        if (resource == ResourceKind.Pods) json["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" };
        var stored = store.Change(resource, request.Path.Namespace ?? "", name, old =>
            old is null ? ObjectChecks.Check(json) : throw ApiFailure.Exists(resource.Plural, name));
        return ApiResponse.Of(stored, 201);
    }

    public ApiResponse Update(ApiRequest request)
    {
        var json = request.Body();
        CheckKind(json, request.Path.Resource);
        return ApiResponse.Of(Change(request, old => Merge(request, old, json, (string?)json["metadata"]?["resourceVersion"])));
    }

    public ApiResponse Patch(ApiRequest request)
    {
        if (request.Recorded.ContentType is not ("application/merge-patch+json" or "application/strategic-merge-patch+json"))
            throw new ApiFailure(415, "UnsupportedMediaType", $"the body of the request was in an unknown format: {request.Recorded.ContentType}");
        var patch = request.Body();
        return ApiResponse.Of(Change(request, old =>
            Merge(request, old, MergePatch.Apply(old.Json, patch)!.AsObject(), (string?)patch["metadata"]?["resourceVersion"])));
    }

    public ApiResponse Delete(ApiRequest request)
    {
        var old = Existing(request);
        var grace = Grace(request, old);
        if (grace == 0 || old.Resource != ResourceKind.Pods || (string?)old.Json["spec"]?["nodeName"] is not { Length: > 0 })
        {
            if (old.Resource == ResourceKind.Pods) old = MarkDeleted(old, 0);
            store.Remove(old.Resource, old.Namespace, old.Name);
            return ApiResponse.Of(old);
        }
        // A pod on a node stays until its kubelet has stopped it.
        return ApiResponse.Of(MarkDeleted(old, grace));
    }

    private StoredObject Existing(ApiRequest request) =>
        store.Find(request.Path.Resource, request.Path.Namespace ?? "", request.Path.Name!) ?? throw ApiFailure.NotFound(request.Path.Resource.Plural, request.Path.Name!);

    private StoredObject Change(ApiRequest request, Func<StoredObject, JsonObject> change) =>
        store.Change(request.Path.Resource, request.Path.Namespace ?? "", request.Path.Name!, old =>
            change(old ?? throw ApiFailure.NotFound(request.Path.Resource.Plural, request.Path.Name!)));

    /// <summary>The status sub-resource changes nothing but the status; the object itself anything but the status.</summary>
    private static JsonObject Merge(ApiRequest request, StoredObject old, JsonObject wanted, string? expectedVersion)
    {
        if (expectedVersion is not null && expectedVersion != (string?)old.Json["metadata"]!["resourceVersion"])
            throw ApiFailure.Conflict(request.Path.Resource.Plural, old.Name, "the object has been modified; please apply your changes to the latest version and try again");
        var result = wanted.DeepClone().AsObject();
        if (request.Path.SubResource == "status")
        {
            var status = result["status"]?.DeepClone();
            result = old.Json.DeepClone().AsObject();
            result["status"] = status;
        }
        else if (old.Resource == ResourceKind.Pods && old.Json["status"] is { } kept)
        {
            result["status"] = kept.DeepClone();
        }
        var metadata = result["metadata"]!.AsObject();
        metadata["name"] = old.Name;
        if (old.Namespace.Length > 0) metadata["namespace"] = old.Namespace;
        ObjectChecks.Check(result);
        foreach (var name in (string[])["deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            metadata.Remove(name);
            if (old.Json["metadata"]![name] is { } was) metadata[name] = was.DeepClone();
        }
        return result;
    }

    private StoredObject MarkDeleted(StoredObject old, long grace) =>
        store.Change(old.Resource, old.Namespace, old.Name, current =>
        {
            var json = (current ?? old).Json.DeepClone().AsObject();
            json["metadata"]!["deletionTimestamp"] ??= ObjectStore.Timestamp(time);
            json["metadata"]!["deletionGracePeriodSeconds"] = grace;
            return json;
        });

    private static long Grace(ApiRequest request, StoredObject old)
    {
        var asked = request.Query("gracePeriodSeconds");
        if (asked is not null && long.TryParse(asked, System.Globalization.CultureInfo.InvariantCulture, out var seconds)) return seconds;
        if (request.Recorded.Body.Length > 0 && request.Body()["gracePeriodSeconds"] is { } inBody) return (long)inBody;
        return (long?)old.Json["spec"]?["terminationGracePeriodSeconds"] ?? 30;
    }

    private static void CheckKind(JsonObject json, ResourceKind resource)
    {
        if (json["kind"] is { } kind && (string?)kind != resource.Kind && resource.IsBuiltIn)
            throw ApiFailure.BadRequest($"{kind} in version \"{json["apiVersion"]}\" cannot be handled as a {resource.Kind}");
    }
}
