using System.Text.Json.Nodes;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Tokens;

/// <summary>A mint, its published keys and the verification that trusts them.</summary>
internal sealed class TokenBench : IDisposable
{
    public const string Path = "kubernetes/keys";

    public const string Audience = "athenz-identityd";

    // Making an RSA key takes long, and most tests do not care which it is.
    private static readonly TokenKey Shared = TokenKey.Rsa();

    private readonly TokenVerification _verification = new();

    public TokenBench(TokenKey? key = null)
    {
        Mint = new TokenMint(Time, key ?? Shared);
        Publish(Mint.Jwks());
    }

    public ManualTime Time { get; } = new();

    public TokenMint Mint { get; }

    public DataTree Data { get; private set; } = DataTree.Empty;

    public List<string> UnknownKeys { get; } = [];

    public int Remembered => _verification.Remembered;

    /// <summary>Makes this the JWKS document.</summary>
    public void Publish(string jwks)
    {
        Data = Data.Put(Path, jwks);
    }

    /// <summary>Publishes the mint's key with members replaced, or removed.</summary>
    public void PublishWith(string member, JsonNode? value)
    {
        var jwk = Mint.Key.ToJwk();
        if (value is null) jwk.Remove(member);
        else jwk[member] = value;
        Publish(new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString());
    }

    public TokenCheck Verify(string? token, string? issuer = TokenMint.DefaultIssuer, string? audience = Audience, bool requireExpiry = true, string keys = Path) =>
        new TokenVerifier(_verification, Data, Time.GetUtcNow(), UnknownKeys.Add)
            .Verify(token, new TokenExpectation { Keys = keys, Issuers = List(issuer), Audiences = List(audience), RequireExpiry = requireExpiry });

    public TokenCheck VerifyAny(string? token, string[] issuers, string[] audiences) =>
        new TokenVerifier(_verification, Data, Time.GetUtcNow(), UnknownKeys.Add).Verify(token, new TokenExpectation { Keys = Path, Issuers = issuers, Audiences = audiences });

    private static string[] List(string? text) => text is null ? [] : [text];

    public void Dispose()
    {
        if (Mint.Key != Shared) Mint.Dispose();
        _verification.Dispose();
    }
}
