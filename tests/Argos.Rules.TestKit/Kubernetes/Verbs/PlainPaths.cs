using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes.Requests;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Kubernetes.Verbs;

/// <summary>What is not a resource: keys, health, version.</summary>
internal static class PlainPaths
{
    private const string KeySet = "application/jwk-set+json";

    public static ApiResponse Answer(RecordedRequest request, TokenMint mint, Uri url) => request.Path switch
    {
        "/openid/v1/jwks" => Jwks(request, mint),
        "/.well-known/openid-configuration" => new ApiResponse(200, Discovery(mint, url)),
        "/readyz" or "/livez" or "/healthz" => new ApiResponse(200, "ok", "text/plain; charset=utf-8"),
        "/version" => new ApiResponse(200, new JsonObject { ["major"] = "1", ["minor"] = "30", ["gitVersion"] = "v1.30.0" }.ToJsonString()),
        _ => throw ApiFailure.NoSuchPath(),
    };

    /// <summary>The real server knows one content type here, and <c>application/json</c> is not it.</summary>
    private static ApiResponse Jwks(RecordedRequest request, TokenMint mint)
    {
        string[] accepted = [.. request.Accept.Split(',').Select(a => a.Split(';')[0].Trim())];
        return accepted.Any(a => a is "" or "*/*" or "application/*" or KeySet)
            ? new ApiResponse(200, mint.Jwks(), KeySet)
            : throw new ApiFailure(406, "NotAcceptable", $"only the following media types are accepted: {KeySet}");
    }

    private static string Discovery(TokenMint mint, Uri url) => new JsonObject
    {
        ["issuer"] = mint.Issuer,
        ["jwks_uri"] = new Uri(url, "/openid/v1/jwks").ToString(),
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray([.. mint.Keys.Select(k => (JsonNode)k.Algorithm).Distinct()]),
    }.ToJsonString();
}
