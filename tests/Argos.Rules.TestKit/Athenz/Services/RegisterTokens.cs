using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Requests;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Athenz.Services;

/// <summary>
/// Instance register tokens: ZTS issues them for its own provider only, and that provider, a class inside ZTS, checks them. They have no <c>exp</c>;
/// at a refresh their age is not looked at.
/// </summary>
public sealed class RegisterTokens(TokenMint mint, TimeProvider time)
{
    /// <summary>The provider inside ZTS.</summary>
    public const string ZtsProvider = "sys.auth.zts";

    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(30);

    /// <summary>ZTS's keys for tokens.</summary>
    public TokenMint Mint => mint;

    /// <summary>The claims of a token, as ZTS writes them.</summary>
    public JsonObject Claims(string domain, string service, string instanceId, string caller, string provider = ZtsProvider) => new()
    {
        ["jti"] = Guid.NewGuid().ToString(),
        ["sub"] = $"{domain}:service.{service}",
        ["iat"] = time.GetUtcNow().ToUnixTimeSeconds(),
        ["iss"] = provider,
        ["aud"] = provider,
        ["provider"] = provider,
        ["domain"] = domain,
        ["service"] = service,
        ["instance_id"] = instanceId,
        ["client_id"] = caller,
    };

    /// <summary>Signs claims as ZTS does: <c>typ</c> is <c>jwt</c>.</summary>
    public string Sign(JsonObject claims, TokenSigning signing = TokenSigning.Good) =>
        Jws.Sign(mint.Key, signing, ImmutableDictionary<string, JsonNode?>.Empty.Add("typ", "jwt"), claims);

    /// <summary>The checks of the provider inside ZTS.</summary>
    internal void Confirm(AgentRequest request, string instanceId)
    {
        if (!mint.TryRead(request.AttestationData ?? "", out var claims)) throw Refuse("invalid token");
        if (Text(claims, "aud") != ZtsProvider || Text(claims, "provider") != ZtsProvider) throw Refuse("invalid audience or provider");
        if (Text(claims, "domain") != request.Domain || Text(claims, "service") != request.Service) throw Refuse("domain or service mismatch");
        if (Text(claims, "instance_id") != instanceId) throw Refuse("instance id mismatch");
        if (!request.Refresh
            && (claims["iat"] is not JsonValue issued
            || DateTimeOffset.FromUnixTimeSeconds((long)issued) < time.GetUtcNow() - MaximumAge)) throw Refuse("token is too old");
    }

    private static string? Text(JsonObject claims, string name) => claims[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static ZtsRefusal Refuse(string reason) => ZtsRefusal.Forbidden($"unable to verify attestation data: {reason}");
}
