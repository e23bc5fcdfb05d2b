using System.Buffers.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Argos.Rules.System.Tests.Fakes;

internal sealed class TokenMintTests
{
    [TestCase("RS256")]
    [TestCase("RS512")]
    [TestCase("ES256")]
    [TestCase("ES384")]
    [TestCase("ES512")]
    public async Task Mint_makes_a_token_that_a_token_library_accepts(string algorithm)
    {
        using var mint = new TokenMint(key: TokenKey.For(algorithm));

        var result = await ValidateAsync(mint, mint.Mint(new ServiceAccountToken()));

        Assert.That(result.Exception, Is.Null);
        Assert.That(result.Claims["sub"], Is.EqualTo("system:serviceaccount:media-sports:api"));
    }

    [TestCase(TokenSigning.None)]
    [TestCase(TokenSigning.HmacWithPublicKey)]
    [TestCase(TokenSigning.ForeignKey)]
    [TestCase(TokenSigning.UnknownKey)]
    [TestCase(TokenSigning.Tampered)]
    public async Task Mint_makes_a_bad_token_that_is_refused(TokenSigning signing)
    {
        using var mint = new TokenMint();
        var token = mint.Mint(new ServiceAccountToken { Signing = signing });

        Assert.That((await ValidateAsync(mint, token)).IsValid, Is.False);
        Assert.That(mint.TryRead(token, out _), Is.False);
    }

    [Test]
    public void Mint_writes_the_claims_of_kubernetes()
    {
        var time = new ManualTime();
        using var mint = new TokenMint(time);

        var claims = Claims(mint.Mint(new ServiceAccountToken { NodeName = "node-1", Age = TimeSpan.FromMinutes(5) }));

        Assert.That(claims["aud"]!.ToJsonString(), Is.EqualTo("""["athenz-identityd"]"""));
        Assert.That((long)claims["iat"]!, Is.EqualTo(time.Now.AddMinutes(-5).ToUnixTimeSeconds()));
        Assert.That((long)claims["exp"]!, Is.EqualTo(time.Now.AddMinutes(55).ToUnixTimeSeconds()));
        Assert.That((string?)claims["kubernetes.io"]!["pod"]!["name"], Is.EqualTo("api-0"));
        Assert.That((string?)claims["kubernetes.io"]!["node"]!["name"], Is.EqualTo("node-1"));
        Assert.That((string?)claims["kubernetes.io"]!["serviceaccount"]!["name"], Is.EqualTo("api"));
    }

    [Test]
    public void Mint_replaces_and_removes_claims_and_headers_as_told()
    {
        using var mint = new TokenMint();

        var token = mint.Mint(new ServiceAccountToken().WithClaim("aud", "alone").WithClaim("exp", null).WithHeader("kid", null));

        Assert.That((string?)Claims(token)["aud"], Is.EqualTo("alone"));
        Assert.That(Claims(token).ContainsKey("exp"), Is.False);
        Assert.That(JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[0]))!.AsObject().ContainsKey("kid"), Is.False);
    }

    [Test]
    public void Rotate_publishes_both_keys_until_the_old_one_is_forgotten()
    {
        using var mint = new TokenMint();
        var old = mint.Mint(new ServiceAccountToken());

        mint.Rotate(TokenKey.Ec());
        Assert.That(JsonNode.Parse(mint.Jwks())!["keys"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(mint.TryRead(old, out _), Is.True);
        mint.ForgetOldKeys();

        Assert.That(mint.TryRead(old, out _), Is.False);
        Assert.That(mint.TryRead(mint.Mint(new ServiceAccountToken()), out _), Is.True);
    }

    private static JsonObject Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();

    private static Task<TokenValidationResult> ValidateAsync(TokenMint mint, string token) =>
        new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(mint.Jwks()).GetSigningKeys(),
            ValidIssuer = mint.Issuer,
            ValidAudience = "athenz-identityd",
            TryAllIssuerSigningKeys = false,
        });
}
