using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes.Objects;

namespace Argos.Rules.TestKit.Kubernetes.Verbs;

/// <summary>LIST, in pages that all show the set as it was when the first page was made.</summary>
internal sealed class ListVerb(ObjectStore store)
{
    private readonly ConcurrentDictionary<string, Page> _pages = new();
    private int _next;

    public ApiResponse List(ApiRequest request)
    {
        var page = request.Query("continue") is { Length: > 0 } token ? Continued(token) : First(request);
        // The watch cache, which answers version 0, knows no pages.
        var limit = request.Query("resourceVersion") == "0" ? 0 : Limit(request);
        var shown = limit == 0 || page.Rest.Length <= limit ? page.Rest : page.Rest[..limit];
        var metadata = new JsonObject { ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture) };
        if (shown.Length < page.Rest.Length)
        {
            metadata["continue"] = Remember(page with { Rest = page.Rest[shown.Length..] });
            if (!page.Selected) metadata["remainingItemCount"] = page.Rest.Length - shown.Length;
        }
        return new ApiResponse(200, request.Recorded.Accept.Contains("as=PartialObjectMetadataList", StringComparison.Ordinal)
            ? WriteMetadata(metadata, shown)
            : Write(request.Path.Resource, metadata, shown));
    }

    public ApiResponse DeleteAll(ApiRequest request)
    {
        var page = First(request);
        foreach (var stored in page.Rest) store.Remove(stored.Resource, stored.Namespace, stored.Name);
        return new ApiResponse(200,
            Write(request.Path.Resource, new JsonObject { ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture) },
            page.Rest));
    }

    private Page First(ApiRequest request)
    {
        var selector = request.Selector();
        var (objects, version) = store.Snapshot(request.Path.Resource);
        return new Page([.. objects.Where(o => request.Covers(o, selector))], version, store.Compactions, !selector.IsEmpty);
    }

    private Page Continued(string token)
    {
        if (!_pages.TryGetValue(token, out var page)) throw ApiFailure.BadRequest("continue key is not valid");
        return page.Compactions == store.Compactions
            ? page
            : throw ApiFailure.Expired("The provided continue parameter is too old to display a consistent list result.");
    }

    private string Remember(Page page)
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"v\":\"page\",\"n\":{Interlocked.Increment(ref _next)}}}"));
        _pages[token] = page;
        return token;
    }

    private static int Limit(ApiRequest request) => int.TryParse(request.Query("limit"), CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : 0;

    private static string Write(ResourceKind resource, JsonObject metadata, ImmutableArray<StoredObject> objects)
    {
        var kind = (objects.IsEmpty ? resource.Kind : (string?)objects[0].Json["kind"] ?? resource.Kind) + "List";
        var text = new StringBuilder($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{resource.ApiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":[");
        for (var i = 0; i < objects.Length; i++) text.Append(i == 0 ? "" : ",").Append(Item(objects[i]));
        return text.Append("]}").ToString();
    }

    private static string WriteMetadata(JsonObject metadata, ImmutableArray<StoredObject> objects) => new JsonObject
    {
        ["kind"] = "PartialObjectMetadataList",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = metadata.DeepClone(),
        ["items"] = new JsonArray([.. objects.Select(static stored => new JsonObject { ["metadata"] = stored.Json["metadata"]!.DeepClone() })]),
    }.ToJsonString();

    private static string Item(StoredObject stored)
    {
        if (!stored.Resource.IsBuiltIn) return stored.Text;
        var json = stored.Json.DeepClone().AsObject();
        json.Remove("kind");
        json.Remove("apiVersion");
        return json.ToJsonString();
    }

    private sealed record Page(ImmutableArray<StoredObject> Rest, long Version, int Compactions, bool Selected);
}
