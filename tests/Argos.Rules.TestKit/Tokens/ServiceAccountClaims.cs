using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Tokens;

/// <summary>The claims of a bound service account token, in the shape of Kubernetes.</summary>
internal static class ServiceAccountClaims
{
    public static JsonObject Of(ServiceAccountToken token, string issuer, DateTimeOffset now)
    {
        var issued = (now - token.Age).ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. token.Audiences.Select(a => (JsonNode)a)]),
            ["exp"] = issued + (long)token.Lifetime.TotalSeconds,
            ["iat"] = issued,
            ["iss"] = issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = Bound(token),
            ["nbf"] = issued,
            ["sub"] = $"system:serviceaccount:{token.Namespace}:{token.ServiceAccount}",
        };
        foreach (var (name, value) in token.Claims)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value.DeepClone();
        }
        return claims;
    }

    private static JsonObject Bound(ServiceAccountToken token)
    {
        var bound = new JsonObject { ["namespace"] = token.Namespace };
        if (token.NodeName is not null) bound["node"] = new JsonObject { ["name"] = token.NodeName };
        if (token.PodName is not null) bound["pod"] = new JsonObject { ["name"] = token.PodName, ["uid"] = token.PodUid };
        bound["serviceaccount"] = new JsonObject { ["name"] = token.ServiceAccount, ["uid"] = token.ServiceAccountUid };
        return bound;
    }
}
