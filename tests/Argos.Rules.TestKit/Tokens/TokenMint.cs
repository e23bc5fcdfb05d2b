using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Tokens;

/// <summary>Signs service account tokens exactly as a Kubernetes API server does, and bad ones on demand.</summary>
public sealed class TokenMint : IDisposable
{
    /// <summary>The issuer of most clusters.</summary>
    public const string DefaultIssuer = "https://kubernetes.default.svc";

    private readonly TimeProvider _time;
    private ImmutableArray<TokenKey> _keys;

    /// <summary>A mint with one key: the given one or a new RSA key.</summary>
    public TokenMint(TimeProvider? time = null, TokenKey? key = null, string issuer = DefaultIssuer)
    {
        _time = time ?? TimeProvider.System;
        _keys = [key ?? TokenKey.Rsa()];
        Issuer = issuer;
    }

    /// <summary><c>iss</c>.</summary>
    public string Issuer { get; }

    /// <summary>All keys that are published; the last one signs.</summary>
    public ImmutableArray<TokenKey> Keys => _keys;

    /// <summary>The key that signs.</summary>
    public TokenKey Key => _keys[^1];

    /// <summary>Begins to sign with another key; the older ones stay published.</summary>
    public void Rotate(TokenKey? key = null) => _keys = _keys.Add(key ?? TokenKey.Rsa());

    /// <summary>No longer publishes any key but the one that signs.</summary>
    public void ForgetOldKeys() => _keys = [Key];

    /// <summary>The JWKS document as the API server serves it.</summary>
    public string Jwks() => new JsonObject { ["keys"] = new JsonArray([.. _keys.Select(k => k.ToJwk())]) }.ToJsonString();

    /// <summary>A service account token.</summary>
    public string Mint(ServiceAccountToken token)
    {
        var claims = ServiceAccountClaims.Of(token, Issuer, _time.GetUtcNow());
        return Jws.Sign(Key, token.Signing, token.Headers, claims);
    }

    /// <summary>A token with any claims, signed by this mint's key.</summary>
    public string Mint(JsonObject claims, TokenSigning signing = TokenSigning.Good) =>
        Jws.Sign(Key, signing, ImmutableDictionary<string, JsonNode?>.Empty, claims);

    /// <summary>The claims of a token that one of the published keys has signed; says nothing about its time, issuer or audience.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out JsonObject? claims) => Jws.TryRead(token, _keys, out claims);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _keys) key.Dispose();
    }
}
