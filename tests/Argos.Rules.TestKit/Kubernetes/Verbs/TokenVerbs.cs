using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Kubernetes.Verbs;

/// <summary>TokenRequest and TokenReview.</summary>
internal sealed class TokenVerbs(ObjectStore store, TokenMint mint, TimeProvider time)
{
    public ApiResponse Request(ApiRequest request)
    {
        var (space, name) = (request.Path.Namespace!, request.Path.Name!);
        var account = store.Find(ResourceKind.ServiceAccounts, space, name) ?? throw ApiFailure.NotFound("serviceaccounts", name);
        var body = request.Body();
        var spec = body["spec"]?.AsObject() ?? [];
        var seconds = (long?)spec["expirationSeconds"] ?? 3600;
        if (seconds < 600) throw ApiFailure.Invalid("spec.expirationSeconds: Invalid value: may not specify a duration less than 10 minutes");
        var audiences = spec["audiences"] is JsonArray { Count: > 0 } asked ? asked.Select(a => (string)a!).ToImmutableArray() : [mint.Issuer];
        var pod = BoundPod(spec["boundObjectRef"]?.AsObject(), space, name);
        var token = mint.Mint(new ServiceAccountToken
        {
            Namespace = space,
            ServiceAccount = name,
            ServiceAccountUid = account.Uid,
            PodName = pod?.Name,
            PodUid = pod?.Uid,
            Audiences = audiences,
            Lifetime = TimeSpan.FromSeconds(seconds),
        });
        body["apiVersion"] = "authentication.k8s.io/v1";
        body["kind"] = "TokenRequest";
        body["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space };
        body["status"] = new JsonObject
        {
            ["token"] = token,
            ["expirationTimestamp"] = time.GetUtcNow().AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        return new ApiResponse(201, body.ToJsonString());
    }

    public ApiResponse Review(ApiRequest request)
    {
        var body = request.Body();
        var token = (string?)body["spec"]?["token"] ?? "";
        var wanted = body["spec"]?["audiences"] is JsonArray { Count: > 0 } asked ? asked.Select(a => (string)a!).ToArray() : [mint.Issuer];
        body["kind"] = "TokenReview";
        body["apiVersion"] = "authentication.k8s.io/v1";
        body["metadata"] = new JsonObject { ["creationTimestamp"] = null };
        body["status"] = Status(token, wanted);
        return new ApiResponse(201, body.ToJsonString());
    }

    private StoredObject? BoundPod(JsonObject? reference, string space, string account)
    {
        if (reference is null) return null;
        if ((string?)reference["kind"] != "Pod") throw ApiFailure.BadRequest($"cannot bind token to object of kind {reference["kind"]}");
        var name = (string?)reference["name"] ?? "";
        var pod = store.Find(ResourceKind.Pods, space, name) ?? throw ApiFailure.NotFound("pods", name);
        if ((string?)reference["uid"] is { Length: > 0 } uid && uid != pod.Uid)
            throw ApiFailure.Conflict("pods", name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        if ((string?)pod.Json["spec"]?["serviceAccountName"] != account)
            throw ApiFailure.BadRequest($"cannot bind token for serviceaccount \"{account}\" to pod running with different serviceaccount name.");
        return pod;
    }

    /// <summary>A refusal has no <c>authenticated</c> at all.</summary>
    private JsonObject Status(string token, string[] wanted)
    {
        if (Refusal(token, wanted, out var claims) is { } error) return new JsonObject { ["user"] = new JsonObject(), ["error"] = error };
        var parts = ((string)claims["sub"]!).Split(':');
        var user = new JsonObject
        {
            ["username"] = (string?)claims["sub"],
            ["uid"] = (string?)claims["kubernetes.io"]?["serviceaccount"]?["uid"],
            ["groups"] = new JsonArray("system:serviceaccounts", $"system:serviceaccounts:{parts[2]}", "system:authenticated"),
        };
        if (claims["kubernetes.io"]?["pod"] is { } pod)
        {
            user["extra"] = new JsonObject
            {
                ["authentication.kubernetes.io/pod-name"] = new JsonArray((string?)pod["name"]),
                ["authentication.kubernetes.io/pod-uid"] = new JsonArray((string?)pod["uid"]),
            };
        }
        var shared = Audiences(claims).Intersect(wanted).Select(a => (JsonNode)a);
        return new JsonObject { ["authenticated"] = true, ["user"] = user, ["audiences"] = new JsonArray([.. shared]) };
    }

    private string? Refusal(string token, string[] wanted, out JsonObject claims)
    {
        if (!mint.TryRead(token, out claims!)) return "[invalid bearer token, square/go-jose: error in cryptographic primitive]";
        if ((string?)claims["iss"] != mint.Issuer) return "[invalid bearer token]";
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if ((long?)claims["exp"] is not { } end || end <= now) return "[invalid bearer token, Token has expired]";
        if (!Audiences(claims).Intersect(wanted).Any()) return "[invalid bearer token, token audiences is invalid for the target audiences]";
        if (claims["kubernetes.io"]?["pod"] is not { } pod) return null;
        var live = store.Find(ResourceKind.Pods, (string)claims["kubernetes.io"]!["namespace"]!, (string)pod["name"]!);
        return live?.Uid == (string?)pod["uid"] ? null : "[invalid bearer token, Token has been invalidated]";
    }

    private static IEnumerable<string> Audiences(JsonObject claims) =>
        claims["aud"] is JsonArray list ? list.Select(a => (string)a!) : [(string)claims["aud"]!];
}
