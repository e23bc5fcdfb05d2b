using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Tokens;

/// <summary>What goes into a bound service account token. The defaults make a good token of pod <c>media-sports/api-0</c>.</summary>
public sealed record ServiceAccountToken
{
    /// <summary>The namespace.</summary>
    public string Namespace { get; init; } = "media-sports";

    /// <summary>The service account.</summary>
    public string ServiceAccount { get; init; } = "api";

    /// <summary>The service account's uid.</summary>
    public string ServiceAccountUid { get; init; } = "5f1d6e1e-0000-4000-8000-000000000001";

    /// <summary>The pod the token is bound to; <see langword="null"/> for a token that is not bound to a pod.</summary>
    public string? PodName { get; init; } = "api-0";

    /// <summary>That pod's uid.</summary>
    public string? PodUid { get; init; } = "5f1d6e1e-0000-4000-8000-0000000000aa";

    /// <summary>The node's name; <see langword="null"/> for a cluster that does not write it (before 1.29).</summary>
    public string? NodeName { get; init; }

    /// <summary><c>aud</c>, always a list as Kubernetes writes it.</summary>
    public ImmutableArray<string> Audiences { get; init; } = ["athenz-identityd"];

    /// <summary>From <c>iat</c> to <c>exp</c>.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long ago it was issued.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.Zero;

    /// <summary>Claims that replace those above; a <see langword="null"/> value removes the claim.</summary>
    public ImmutableDictionary<string, JsonNode?> Claims { get; init; } = ImmutableDictionary<string, JsonNode?>.Empty;

    /// <summary>Header parameters that replace <c>alg</c> and <c>kid</c> or join them; a <see langword="null"/> value removes one.</summary>
    public ImmutableDictionary<string, JsonNode?> Headers { get; init; } = ImmutableDictionary<string, JsonNode?>.Empty;

    /// <summary>How it is signed.</summary>
    public TokenSigning Signing { get; init; } = TokenSigning.Good;

    /// <summary>The same token with one claim replaced, or removed.</summary>
    public ServiceAccountToken WithClaim(string name, JsonNode? value) => this with { Claims = Claims.SetItem(name, value) };

    /// <summary>The same token with one header parameter replaced, or removed.</summary>
    public ServiceAccountToken WithHeader(string name, JsonNode? value) => this with { Headers = Headers.SetItem(name, value) };
}

/// <summary>The ways a token can be signed, good and bad.</summary>
public enum TokenSigning
{
    /// <summary>With the mint's key.</summary>
    Good,

    /// <summary><c>alg: none</c> and no signature.</summary>
    None,

    /// <summary>HS256 with the PEM text of the public key as the secret.</summary>
    HmacWithPublicKey,

    /// <summary>With a key nobody knows, under the mint's <c>kid</c>.</summary>
    ForeignKey,

    /// <summary>With a key nobody knows, under its own <c>kid</c>.</summary>
    UnknownKey,

    /// <summary>With the mint's key, the payload changed afterwards.</summary>
    Tampered,
}
