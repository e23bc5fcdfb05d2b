using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Athenz.Requests;

/// <summary>Reads <c>POST /zts/v1/instance</c> and <c>POST /zts/v1/instance/{provider}/{domain}/{service}/{instanceId}</c>.</summary>
internal static class AgentRequestReader
{
    public static async Task<AgentRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string[] path = [.. (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        if (request.Method != "POST" || path is not (["zts", "v1", "instance"] or ["zts", "v1", "instance", _, _, _, _]))
            throw new ZtsRefusal(404, "no such resource");
        var body = await BodyAsync(request, cancellationToken);
        var read = new AgentRequest
        {
            Refresh = path.Length > 3,
            AttestationData = Text(body, "attestationData"),
            Csr = Text(body, "csr"),
            Hostname = Text(body, "hostname"),
            Cloud = Text(body, "cloud"),
            CertInstanceId = Text(body, "x509CertInstanceId"),
            Namespace = Text(body, "namespace") ?? "default",
            HostCnames = body["hostCnames"] is JsonArray names ? [.. names.Select(static n => (string)n!)] : [],
            WantsSsh = body["ssh"] is not null || body["sshCertRequest"] is not null,
            ExpiryMinutes = body["expiryTime"] is JsonValue minutes && minutes.TryGetValue<int>(out var value) ? value : 0,
        };
        return path is [_, _, _, var provider, var domain, var service, var id]
            ? read with { Provider = provider, Domain = domain, Service = service, PathInstanceId = id }
            : read with { Provider = Text(body, "provider") ?? "", Domain = Text(body, "domain") ?? "", Service = Text(body, "service") ?? "" };
    }

    public static async Task<JsonObject> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken))!.AsObject();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw ZtsRefusal.BadRequest("invalid request body");
        }
    }

    public static async Task<IReadOnlyDictionary<string, string>> FormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType) throw ZtsRefusal.BadRequest("invalid request body");
        var form = await request.ReadFormAsync(cancellationToken);
        return form.ToDictionary(static f => f.Key, static f => f.Value.ToString(), StringComparer.Ordinal);
    }

    private static string? Text(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw ZtsRefusal.BadRequest($"invalid value of {name}"),
    };
}
