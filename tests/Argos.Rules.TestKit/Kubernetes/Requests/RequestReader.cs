using Argos.Rules.TestKit.Kubernetes.Objects;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Kubernetes.Requests;

/// <summary>Reads an HTTP request into what is recorded and judged.</summary>
internal static class RequestReader
{
    public static async Task<RecordedRequest> ReadAsync(HttpRequest request, ResourcePath? path, string? user, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        return new RecordedRequest
        {
            Method = request.Method,
            Path = request.Path.Value ?? "/",
            Query = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            Verb = Verb(request, path),
            Resource = path?.RbacName ?? "",
            Namespace = path?.Namespace,
            User = user,
            ContentType = (request.ContentType ?? "").Split(';')[0].Trim(),
            Accept = request.Headers.Accept.ToString(),
            AcceptsGzip = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal),
            Body = await reader.ReadToEndAsync(cancellationToken),
        };
    }

    private static string Verb(HttpRequest request, ResourcePath? path) => (request.Method, path?.Name) switch
    {
        ("GET", null) when path is not null && request.Query["watch"].ToString() is "true" or "1" => "watch",
        ("GET", null) when path is not null => "list",
        ("GET", _) => "get",
        ("POST", _) => "create",
        ("PUT", _) => "update",
        ("PATCH", _) => "patch",
        ("DELETE", null) => "deletecollection",
        ("DELETE", _) => "delete",
        var (method, _) => method.ToLowerInvariant(),
    };
}
