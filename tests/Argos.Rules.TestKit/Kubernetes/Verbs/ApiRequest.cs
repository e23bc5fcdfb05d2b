using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Kubernetes.Requests;

namespace Argos.Rules.TestKit.Kubernetes.Verbs;

/// <summary>A request on a resource.</summary>
internal sealed record ApiRequest(ResourcePath Path, RecordedRequest Recorded)
{
    public string? Query(string name) => Recorded.Query.GetValueOrDefault(name);

    public JsonObject Body()
    {
        try
        {
            return JsonNode.Parse(Recorded.Body)?.AsObject() ?? throw ApiFailure.BadRequest("the body is empty");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw ApiFailure.BadRequest("the object provided is unrecognized");
        }
    }

    public Selector Selector() =>
        Objects.Selector.Parse(Query("labelSelector"), Query("fieldSelector"), Path.Resource, out var problem) ?? throw ApiFailure.BadRequest(problem);

    /// <summary>The objects of the path that the selectors take.</summary>
    public bool Covers(StoredObject stored, Selector selector) =>
        (Path.Namespace is null || stored.Namespace == Path.Namespace) && selector.Matches(stored);
}

/// <summary>What is sent back.</summary>
internal sealed record ApiResponse(int Status, string Body, string ContentType = "application/json")
{
    public static ApiResponse Of(StoredObject stored, int status = 200) => new(status, stored.Text);
}
