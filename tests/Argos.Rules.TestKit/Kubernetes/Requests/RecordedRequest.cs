namespace Argos.Rules.TestKit.Kubernetes.Requests;

/// <summary>One request as it came in.</summary>
public sealed record RecordedRequest
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query parameters.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The verb as RBAC names it: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>, <c>deletecollection</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The resource as RBAC names it, for example <c>pods</c> or <c>serviceaccounts/token</c>; empty outside the resources.</summary>
    public required string Resource { get; init; }

    /// <summary>The namespace in the path.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Whose bearer token it was; <see langword="null"/> when nobody's.</summary>
    public required string? User { get; init; }

    /// <summary>The content type, without parameters.</summary>
    public required string ContentType { get; init; }

    /// <summary>The <c>Accept</c> header.</summary>
    public required string Accept { get; init; }

    /// <summary>Whether the answer may be compressed.</summary>
    public bool AcceptsGzip { get; init; }

    /// <summary>The body.</summary>
    public required string Body { get; init; }
}
