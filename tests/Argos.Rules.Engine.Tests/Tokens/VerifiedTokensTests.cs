using System.Text.Json.Nodes;
using Argos.Rules.Core.Tokens;
using Argos.Rules.TestKit.Tokens;
using TokenKey = Argos.Rules.TestKit.Tokens.TokenKey;

namespace Argos.Rules.Engine.Tests.Tokens;

internal sealed class VerifiedTokensTests
{
    private static readonly ServiceAccountToken Good = new();
    private TokenBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new TokenBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Verify_same_token_again_gives_the_remembered_claims()
    {
        var token = _bench.Mint.Mint(Good);

        var first = _bench.Verify(token);
        var second = _bench.Verify(token);

        Assert.That(second, Is.SameAs(first));
        Assert.That(_bench.Remembered, Is.EqualTo(1));
    }

    [Test]
    public void Verify_remembered_token_is_checked_against_time_issuer_and_audience_each_time()
    {
        var token = _bench.Mint.Mint(Good);
        Assert.That(_bench.Verify(token).Valid, Is.True);

        Assert.That(_bench.Verify(token, issuer: "https://other").Code, Is.EqualTo("token-issuer"));
        Assert.That(_bench.Verify(token, audience: "other").Code, Is.EqualTo("token-audience"));
        _bench.Time.Jump(_bench.Time.Start.AddHours(-1));
        Assert.That(_bench.Verify(token).Code, Is.EqualTo("token-not-yet-valid"));
        _bench.Time.Jump(_bench.Time.Start.AddHours(2));
        Assert.That(_bench.Verify(token).Code, Is.EqualTo("token-expired"));
    }

    [Test]
    public void Verify_remembered_token_is_worth_nothing_under_other_keys()
    {
        var token = _bench.Mint.Mint(Good);
        Assert.That(_bench.Verify(token).Valid, Is.True);

        using var other = TokenKey.Rsa();
        _bench.Publish(new JsonObject { ["keys"] = new JsonArray(other.ToJwk()) }.ToJsonString());
        Assert.That(_bench.Verify(token).Code, Is.EqualTo("token-key-unknown"));
        _bench.Publish("{}");
        Assert.That(_bench.Verify(token).Code, Is.EqualTo("token-keys-missing"));
        _bench.PublishWith("use", "enc");
        Assert.That(_bench.Verify(token).Code, Is.EqualTo("token-algorithm"));
        _bench.Publish(_bench.Mint.Jwks());
        Assert.That(_bench.Verify(token).Valid, Is.True);
    }

    [Test]
    public void Verify_refused_signature_is_not_remembered()
    {
        _bench.Verify(_bench.Mint.Mint(Good with { Signing = TokenSigning.Tampered }));
        _bench.Verify(_bench.Mint.Mint(Good with { Signing = TokenSigning.UnknownKey }));

        Assert.That(_bench.Remembered, Is.Zero);
    }

    [Test]
    public void Verify_beyond_the_limit_still_answers_and_stays_bounded()
    {
        using var verification = new TokenVerification(cacheBytes: 16 * 1024);
        var verifier = new TokenVerifier(verification, _bench.Data, _bench.Time.GetUtcNow(), null);
        var expectation = new Rules.Language.TokenExpectation { Keys = TokenBench.Path, Issuers = [TokenMint.DefaultIssuer], Audiences = [TokenBench.Audience] };

        for (var i = 0; i < 50; i++) Assert.That(verifier.Verify(_bench.Mint.Mint(Good), expectation).Valid, Is.True);

        Assert.That(verification.Remembered, Is.LessThan(16));
    }

    [Test]
    public void Find_of_a_token_in_use_survives_any_number_of_others()
    {
        var tokens = new VerifiedTokens(64 * 1024);
        var claims = TokenClaims.Read("{}"u8, "kid", out _)!;
        var used = new VerifiedTokenKey(0, 0, 1);
        tokens.Add(used, claims, 2);

        for (UInt128 i = 1; i <= 1000; i++)
        {
            tokens.Add(new VerifiedTokenKey(i, 0, 1), claims, 2);
            Assert.That(tokens.Find(used), Is.SameAs(claims));
        }

        Assert.That(tokens.Find(new VerifiedTokenKey(1, 0, 1)), Is.Null);
        Assert.That(tokens.Count, Is.LessThanOrEqualTo(64 * 1024 / 1536));
    }

    [Test]
    public void Add_what_is_larger_than_half_of_all_is_not_kept()
    {
        var tokens = new VerifiedTokens(4 * 1024);

        tokens.Add(new VerifiedTokenKey(1, 0, 1), TokenClaims.Read("{}"u8, "kid", out _)!, 1024);

        Assert.That(tokens.Count, Is.Zero);
    }

    [Test]
    public void Read_counts_what_is_no_usable_key()
    {
        var good = _bench.Mint.Key.ToJwk();
        var noId = _bench.Mint.Key.ToJwk();
        noId.Remove("kid");
        var twice = _bench.Mint.Key.ToJwk();
        var evenExponent = _bench.Mint.Key.ToJwk();
        evenExponent["kid"] = "even";
        evenExponent["e"] = "AQ";
        using var curve = TokenKey.Ec();
        var offCurve = curve.ToJwk();
        offCurve["x"] = offCurve["y"]!.DeepClone();
        using var document = System.Text.Json.JsonDocument.Parse(new JsonObject { ["keys"] = new JsonArray(good, noId, twice, evenExponent, offCurve, "x") }.ToJsonString());

        var set = KeySet.Read(document.RootElement, "text"u8);

        Assert.That((set.Count, set.Skipped), Is.EqualTo((2, 4)), "two of one id are both usable");
        Assert.That(set.Find(_bench.Mint.Key.Id, TokenAlgorithm.Find("RS256")!), Is.Not.Null);
    }

    [Test]
    public void Read_accepts_integers_with_a_leading_zero_byte()
    {
        var modulus = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes((string)_bench.Mint.Key.ToJwk()["n"]!);
        _bench.PublishWith("n", Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode([0, .. modulus]));

        Assert.That(_bench.Verify(_bench.Mint.Mint(Good)).Valid, Is.True);
    }
}
