using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Tokens;

/// <summary>Several issuers and audiences, and what is said of a token for somebody else.</summary>
internal sealed class ExpectationTests
{
    private const string Old = "https://old.example.com";

    private static readonly ServiceAccountToken Good = new();

    private TokenBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new TokenBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Verify_token_of_any_expected_issuer_and_audience_is_valid()
    {
        string[] issuers = [Old, TokenMint.DefaultIssuer];
        string[] audiences = ["zts", TokenBench.Audience];

        Assert.That(_bench.VerifyAny(_bench.Mint.Mint(Good), issuers, audiences).Finding, Is.Null);
        Assert.That(_bench.VerifyAny(_bench.Mint.Mint(Good.WithClaim("iss", Old).WithClaim("aud", "zts")), issuers, audiences).Finding, Is.Null);
    }

    [Test]
    public void Verify_empty_texts_are_no_expectation()
    {
        Assert.That(_bench.VerifyAny(_bench.Mint.Mint(Good.WithClaim("iss", "")), ["", Old], ["zts"]).Code, Is.EqualTo("token-issuer"));
        Assert.That(_bench.VerifyAny(_bench.Mint.Mint(Good.WithClaim("aud", "")), [TokenMint.DefaultIssuer], ["", "zts"]).Code, Is.EqualTo("token-audience"));
        Assert.That(_bench.VerifyAny(_bench.Mint.Mint(Good), [""], [TokenBench.Audience]).Problem, Does.Contain("no issuer is expected"));
        Assert.That(_bench.VerifyAny(_bench.Mint.Mint(Good), [TokenMint.DefaultIssuer], [""]).Problem, Does.Contain("no audience is expected"));
    }

    [Test]
    public void Verify_mismatch_names_both_values()
    {
        var issuer = _bench.VerifyAny(_bench.Mint.Mint(Good), [Old, "https://new.example.com"], [TokenBench.Audience]);
        var audience = _bench.VerifyAny(_bench.Mint.Mint(Good with { Audiences = ["a", "b"] }), [TokenMint.DefaultIssuer], ["zts"]);
        var none = _bench.VerifyAny(_bench.Mint.Mint(Good.WithClaim("iss", null)), [Old], ["zts"]);

        Assert.That(issuer.Problem, Is.EqualTo($"the token is of issuer `{TokenMint.DefaultIssuer}`, expected is `{Old}`, `https://new.example.com`"));
        Assert.That(audience.Problem, Is.EqualTo("the token is for audience `a`, `b`, expected is `zts`"));
        Assert.That(none.Problem, Is.EqualTo($"the token is of no issuer, expected is `{Old}`"));
    }

    [Test]
    public void Verify_mismatch_of_a_long_text_on_several_lines_is_one_short_line()
    {
        var check = _bench.VerifyAny(_bench.Mint.Mint(Good.WithClaim("iss", "a\nb" + new string('x', 2000))), [Old], ["zts"]);

        Assert.That(check.Problem, Does.StartWith("the token is of issuer `a bxxx").And.Length.LessThan(400));
    }

    [Test]
    public void Verify_times_are_iso_8601_and_utc()
    {
        var early = _bench.Mint.Mint(Good.WithClaim("nbf", _bench.Time.Start.AddHours(1).ToUnixTimeSeconds()));

        Assert.That(_bench.Verify(early).Problem, Is.EqualTo("the token is not valid before 2026-01-01T01:00:00Z, and it is 2026-01-01T00:00:00Z"));
    }
}
