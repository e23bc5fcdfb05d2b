using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Tokens;

/// <summary>What a token says, once its signature is good.</summary>
internal sealed class TokenClaimsTests
{
    private static readonly ServiceAccountToken Good = new();
    private TokenBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new TokenBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [TestCase("https://kubernetes.default.svc/")]
    [TestCase("HTTPS://kubernetes.default.svc")]
    [TestCase(null)]
    [TestCase("")]
    public void Verify_other_issuer_is_refused(string? expected) =>
        Assert.That(_bench.Verify(_bench.Mint.Mint(Good), issuer: expected).Code, Is.EqualTo("token-issuer"));

    [Test]
    public void Verify_token_without_issuer_is_refused() => Refused(_bench.Mint.Mint(Good.WithClaim("iss", null)), "token-issuer");

    [TestCase("athenz")]
    [TestCase("Athenz-identityd")]
    [TestCase(null)]
    [TestCase("")]
    public void Verify_other_audience_is_refused(string? expected) =>
        Assert.That(_bench.Verify(_bench.Mint.Mint(Good), audience: expected).Code, Is.EqualTo("token-audience"));

    [Test]
    public void Verify_audience_as_text_or_one_of_a_list_is_accepted()
    {
        Assert.That(_bench.Verify(_bench.Mint.Mint(Good.WithClaim("aud", TokenBench.Audience))).Valid, Is.True);
        Assert.That(_bench.Verify(_bench.Mint.Mint(Good with { Audiences = ["other", TokenBench.Audience] })).Valid, Is.True);
    }

    [Test]
    public void Verify_no_audience_is_refused()
    {
        Refused(_bench.Mint.Mint(Good.WithClaim("aud", null)), "token-audience");
        Refused(_bench.Mint.Mint(Good with { Audiences = [] }), "token-audience");
    }

    [TestCase("exp", "\"1\"")]
    [TestCase("exp", "true")]
    [TestCase("exp", "1e300")]
    [TestCase("nbf", "[]")]
    [TestCase("iat", "{}")]
    [TestCase("iat", "-1e300")]
    [TestCase("iss", "7")]
    [TestCase("sub", "7")]
    [TestCase("jti", "[]")]
    [TestCase("aud", "7")]
    [TestCase("aud", "[\"athenz-identityd\",7]")]
    public void Verify_claim_of_another_type_is_malformed(string claim, string json) =>
        Refused(_bench.Mint.Mint(Good.WithClaim(claim, JsonNode.Parse(json))), "token-malformed");

    [Test]
    public void Verify_expiry_has_a_skew_of_60_seconds()
    {
        var token = _bench.Mint.Mint(Good);

        _bench.Time.Advance(TimeSpan.FromSeconds(3659));
        Assert.That(_bench.Verify(token).Valid, Is.True);

        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_bench.Verify(token).Code, Is.EqualTo("token-expired"));
    }

    [Test]
    public void Verify_no_expiry_is_refused_unless_told_otherwise()
    {
        var token = _bench.Mint.Mint(Good.WithClaim("exp", null));

        Assert.That(_bench.Verify(token).Code, Is.EqualTo("token-expired"));
        Assert.That(_bench.Verify(token, requireExpiry: false).Valid, Is.True);
    }

    [Test]
    public void Verify_expired_token_is_refused_also_when_expiry_is_not_required()
    {
        var token = _bench.Mint.Mint(Good with { Age = TimeSpan.FromHours(2) });

        Assert.That(_bench.Verify(token, requireExpiry: false).Code, Is.EqualTo("token-expired"));
    }

    [TestCase("nbf")]
    [TestCase("iat")]
    public void Verify_claim_in_the_future_is_refused_beyond_the_skew(string claim)
    {
        var now = _bench.Time.GetUtcNow().ToUnixTimeSeconds();

        Refused(_bench.Mint.Mint(Good.WithClaim(claim, now + 61)), "token-not-yet-valid");
        Assert.That(_bench.Verify(_bench.Mint.Mint(Good.WithClaim(claim, now + 60))).Valid, Is.True);
    }

    [Test]
    public void Verify_fractional_dates_are_accepted()
    {
        var now = _bench.Time.GetUtcNow().ToUnixTimeSeconds();

        var check = _bench.Verify(_bench.Mint.Mint(Good.WithClaim("exp", now + 10.5).WithClaim("iat", now - 0.25)));

        Assert.That(check.Valid, Is.True);
        Assert.That(check.ExpiresAt, Is.EqualTo(_bench.Time.Start.AddSeconds(10.5)));
    }

    [TestCase("system:serviceaccount:ns:name", "ns", "name")]
    [TestCase("system:serviceaccount:ns:", null, null)]
    [TestCase("system:serviceaccount::name", null, null)]
    [TestCase("system:serviceaccount:ns", null, null)]
    [TestCase("system:serviceaccount:ns:name:more", null, null)]
    [TestCase("System:serviceaccount:ns:name", null, null)]
    [TestCase("system:node:ns:name", null, null)]
    [TestCase("me", null, null)]
    public void Verify_subject_is_a_service_account_only_in_the_exact_form(string subject, string? podNamespace, string? account)
    {
        var check = _bench.Verify(_bench.Mint.Mint(Good.WithClaim("sub", subject)));

        Assert.That(check.Valid, Is.True);
        Assert.That((check.Namespace, check.ServiceAccount), Is.EqualTo((podNamespace, account)));
    }

    [Test]
    public void Verify_refused_token_shows_no_claims()
    {
        var check = _bench.Verify(_bench.Mint.Mint(Good), audience: "other");

        Assert.That(check.Claims.Exists, Is.False);
        Assert.That(check.Subject, Is.Null);
        Assert.That(check.Namespace, Is.Null);
        Assert.That(check.Audiences, Is.Empty);
    }

    [Test]
    public void Verify_duplicate_claims_are_malformed()
    {
        var claims = Encoding.UTF8.GetBytes("""{"iss":"a","iss":"https://kubernetes.default.svc"}""");
        var head = _bench.Mint.Mint(Good).Split('.')[0];
        var signed = $"{head}.{Base64Url.EncodeToString(claims)}";

        Refused($"{signed}.{Base64Url.EncodeToString(_bench.Mint.Key.Sign(Encoding.ASCII.GetBytes(signed)))}", "token-malformed");
    }

    private void Refused(string token, string code) => Assert.That(_bench.Verify(token).Code, Is.EqualTo(code));
}
