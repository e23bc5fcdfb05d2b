using System.Buffers.Text;
using System.Text;
using Argos.Rules.Engine.Tests.Tokens;
using Argos.Rules.TestKit.Fuzz;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>Tokens: one that was changed is never valid, whatever its parts say.</summary>
[Category("Long")]
internal sealed class TokenFuzzTests
{
    private static readonly string[] Words =
    [
        "..", "=", "==", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", "\"alg\":\"none\"", "\"alg\":\"RS256\"", "\"alg\":\"HS256\"",
        "\"kid\":null", "\"kid\":\"\"", "\"jwk\":{}", "\"crit\":[\"exp\"]", "\"exp\":99999999999", "\"exp\":1e300", "\"exp\":\"1\"",
        "\"nbf\":-1",
        "\"aud\":[]", "\"aud\":{}", "\"iss\":", "\"sub\":", "\\u0000", "\\ud800", "{\"a\":", "AA", "-_", "+/", "%2E",
    ];

    /// <summary>How many seconds two clocks may be apart.</summary>
    private const int Skew = 61;

    private TokenKey _key = null!;
    private TokenBench _bench = null!;

    [OneTimeSetUp]
    public void SetUp()
    {
        _key = TokenKey.Ec();
        _bench = new TokenBench(_key);
    }

    [OneTimeTearDown]
    public void TearDown()
    {
        _bench.Dispose();
        _key.Dispose();
    }

    [Test]
    public void Token_that_was_changed_is_never_valid()
    {
        var good = _bench.Mint.Mint(new ServiceAccountToken());
        string[] seeds = [good, _bench.Mint.Mint(new ServiceAccountToken { Signing = TokenSigning.None }),
            _bench.Mint.Mint(new ServiceAccountToken { Signing = TokenSigning.Tampered })];

        FuzzRuns.Try("token", seeds, Words, text =>
        {
            var check = _bench.Verify(text);

            Assert.That(check.Valid, Is.EqualTo(text == good));
            if (!check.Valid) Assert.That(check.Problem, Is.Not.Empty.And.Not.Contain("\n"));
        });
    }

    /// <summary>Header and claims as JSON, with a signature that fitted others.</summary>
    [Test]
    public void Signature_fits_no_other_header_or_claims()
    {
        var good = _bench.Mint.Mint(new ServiceAccountToken());
        var parts = good.Split('.');
        var seed = $"{Decode(parts[0])}\n{Decode(parts[1])}";

        FuzzRuns.Try("token-parts", [seed], Words, text =>
        {
            var lines = text.Split('\n', 2);
            var token = $"{Encode(lines[0])}.{Encode(lines.ElementAtOrDefault(1) ?? "")}.{parts[2]}";

            Assert.That(_bench.Verify(token).Valid, Is.EqualTo(token == good));
        });
    }

    /// <summary>
    /// Claims that the key itself has signed: read, or refused. What is valid says issuer and audience that were asked for.
    /// </summary>
    [Test]
    public void Claims_that_are_signed_are_valid_only_for_issuer_and_audience()
    {
        var parts = _bench.Mint.Mint(new ServiceAccountToken()).Split('.');
        var valid = 0;

        FuzzRuns.Try("token-claims", [Decode(parts[1])], Words, text =>
        {
            var signed = $"{parts[0]}.{Encode(text)}";
            var check = _bench.Verify($"{signed}.{Base64Url.EncodeToString(_key.Sign(Encoding.ASCII.GetBytes(signed)))}");

            if (!check.Valid) return;
            valid++;
            var claims = FuzzRuns.Json(text)!.Value;
            Assert.That(claims.GetProperty("iss").GetString(), Is.EqualTo(TokenMint.DefaultIssuer));
            Assert.That(claims.GetProperty("aud").ToString(), Does.Contain(TokenBench.Audience));
            Assert.That(claims.GetProperty("exp").GetDouble(), Is.GreaterThan(_bench.Time.Now.ToUnixTimeSeconds() - Skew));
        }, share: 50);
        Assert.That(valid, Is.Positive, "the seed is valid");
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
