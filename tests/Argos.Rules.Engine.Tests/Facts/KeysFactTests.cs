using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Sources;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Facts;

internal sealed class KeysFactTests
{
    private FakeOidcIssuer _issuer = null!;
    private FactBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _issuer = await FakeOidcIssuer.StartAsync(new TestKit.Time.ManualTime(), CancellationToken.None);
        _bench = Bench();
    }

    [TearDown]
    public async Task TearDown()
    {
        _bench.Dispose();
        await _issuer.DisposeAsync();
    }

    [Test]
    public async Task Token_of_an_allowed_issuer_is_verified_with_its_keys()
    {
        var decision = await _bench.DecideAsync(Token(_issuer.Mint));
        await _bench.DecideAsync(Token(_issuer.Mint, "another"));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', decision.Codes));
        Assert.That(_issuer.Conduct.Requests, Is.EqualTo(2), "discovery and keys, once");
    }

    [Test]
    public async Task Issuer_that_the_configuration_does_not_allow_is_never_asked()
    {
        using var bench = Bench(o => o.OidcHosts = ["issuer.example.com"]);

        var decision = await bench.DecideAsync(Token(_issuer.Mint));

        Assert.That(decision.Codes, Is.EqualTo(new[] { "token-keys-missing" }));
        Assert.That(_issuer.Conduct.Requests, Is.Zero);
    }

    [Test]
    public async Task Keys_of_an_issuer_without_discovery_are_where_the_configuration_says()
    {
        _issuer.IsUndiscoverable = true;
        Assert.That((await _bench.DecideAsync(Token(_issuer.Mint))).Codes, Is.EqualTo(new[] { "token-keys-missing" }));
        var before = _issuer.Conduct.Requests;
        using var bench = Bench(o => (o.OidcHosts, o.OidcJwksUris) = ([], [$"{_issuer.Issuer}={_issuer.Issuer}/keys"]));

        var decision = await bench.DecideAsync(Token(_issuer.Mint));
        await bench.DecideAsync(Token(_issuer.Mint, "another"));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', decision.Codes));
        Assert.That(_issuer.Conduct.Requests - before, Is.EqualTo(1), "keys, once, and no discovery");
    }

    [Test]
    public async Task Configured_keys_serve_their_issuer_alone_and_are_renewed()
    {
        using var bench = Bench(o => (o.OidcHosts, o.OidcJwksUris) = ([], [$"{_issuer.Issuer}/other={_issuer.Issuer}/keys"]));
        Assert.That((await bench.DecideAsync(Token(_issuer.Mint))).Codes, Is.EqualTo(new[] { "token-keys-missing" }));
        Assert.That(_issuer.Conduct.Requests, Is.Zero);

        using var own = Bench(o => o.OidcJwksUris = [$"{_issuer.Issuer}={_issuer.Issuer}/keys"]);
        await own.DecideAsync(Token(_issuer.Mint));
        _issuer.Mint.Rotate(TokenKey.Ec());
        own.Time.Advance(FactService.RenewInterval);
        Assert.That((await own.DecideAsync(Token(_issuer.Mint))).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        _issuer.Conduct.Outage = true;
        own.Time.Advance(TimeSpan.FromHours(1));
        Assert.That((await own.DecideAsync(Token(_issuer.Mint))).Codes, Is.EqualTo(new[] { "fact-unavailable", "keys-pending" }));
    }

    [TestCase("")]
    [TestCase("https://issuer.example.com")]
    [TestCase("https://issuer.example.com=")]
    [TestCase("https://issuer.example.com=http://keys.example.com/jwks")]
    [TestCase("http://issuer.example.com=https://keys.example.com/jwks")]
    [TestCase("issuer.example.com=https://keys.example.com/jwks")]
    [TestCase("https://issuer.example.com=https://user@keys.example.com/jwks")]
    [TestCase("https://issuer.example.com=https://keys.example.com/jwks?a=b")]
    [TestCase("https://issuer.example.com=https://")]
    public void What_is_no_place_of_keys_is_told_at_start(string pair) => Assert.That(
        Problems(new FactsOptions { OidcJwksUris = [pair] }),
        Is.EqualTo(new[] { $"has `{pair}`, not `ISSUER=ADDRESS` with two `https` addresses without query" }));

    [Test]
    public void Issuer_with_a_path_may_be_named_and_none_twice()
    {
        const string Issuer = "https://issuer.example.com/a=b/c";

        Assert.That(Problems(new FactsOptions { OidcJwksUris = [$"{Issuer}=https://keys.example.com/d=e"] }), Is.Empty);
        Assert.That(Problems(new FactsOptions { OidcJwksUris = [$"{Issuer}=https://a.example.com", $"{Issuer}=https://b.example.com"] }),
            Is.EqualTo(new[] { $"names the issuer `{Issuer}` twice" }));
    }

    [Test]
    public async Task Issuer_that_the_policy_does_not_allow_is_never_asked()
    {
        using var bench = Bench();
        bench.Policy(Verify("https://issuer.example.com"));

        var decision = await bench.DecideAsync(Token(_issuer.Mint));

        Assert.That(decision.Codes, Is.EqualTo(new[] { "token-issuer" }));
        Assert.That(_issuer.Conduct.Requests, Is.Zero);
    }

    [Test]
    public async Task Plain_http_is_not_asked_unless_configured()
    {
        using var bench = Bench(o => o.AllowLoopbackHttp = false);

        Assert.That((await bench.DecideAsync(Token(_issuer.Mint))).Codes, Is.EqualTo(new[] { "token-keys-missing" }));
        Assert.That(_issuer.Conduct.Requests, Is.Zero);
    }

    [Test]
    public async Task Discovery_document_of_another_issuer_is_refused()
    {
        _issuer.NamedIssuer = "https://issuer.example.com";

        Assert.That((await _bench.DecideAsync(Token(_issuer.Mint))).Codes, Is.EqualTo(new[] { "token-keys-missing" }));
    }

    [TestCase("https://keys.example.com/jwks")]
    [TestCase("http://127.0.0.1.example.com/keys")]
    [TestCase("file:///etc/passwd")]
    [TestCase("")]
    public async Task Keys_at_a_place_that_is_not_allowed_are_not_fetched(string place)
    {
        _issuer.NamedKeys = place;

        Assert.That((await _bench.DecideAsync(Token(_issuer.Mint))).Codes, Is.EqualTo(new[] { "token-keys-missing" }));
        Assert.That(_issuer.Conduct.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Issuer_that_is_down_is_cannot_tell()
    {
        _issuer.Conduct.Outage = true;

        Assert.That((await _bench.DecideAsync(Token(_issuer.Mint))).Codes, Is.EqualTo(new[] { "fact-unavailable", "keys-pending" }));
    }

    [Test]
    public async Task New_key_of_the_issuer_is_found_within_the_decision()
    {
        await _bench.DecideAsync(Token(_issuer.Mint));
        _issuer.Mint.Rotate(TokenKey.Ec());
        _bench.Time.Advance(FactService.RenewInterval);

        var decision = await _bench.DecideAsync(Token(_issuer.Mint));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', decision.Codes));
        Assert.That(_issuer.Conduct.Requests, Is.EqualTo(4));
    }

    [Test]
    public async Task Flood_of_unknown_keys_makes_few_requests()
    {
        await _bench.DecideAsync(Token(_issuer.Mint));
        using var attacker = new TokenMint(_bench.Time, TokenKey.Ec(), _issuer.Issuer);
        _bench.Time.Advance(FactService.RenewInterval);

        for (var i = 0; i < 50; i++)
        {
            attacker.Rotate(TokenKey.Ec());
            Assert.That((await _bench.DecideAsync(Token(attacker))).Codes, Is.EqualTo(new[] { "token-key-unknown" }));
        }

        Assert.That(_issuer.Conduct.Requests, Is.EqualTo(4), "once at first, once renewed");
        Assert.That((await _bench.DecideAsync(Token(_issuer.Mint))).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task Outage_while_keys_are_renewed_keeps_the_old_ones()
    {
        await _bench.DecideAsync(Token(_issuer.Mint));
        using var attacker = new TokenMint(_bench.Time, TokenKey.Ec(), _issuer.Issuer);
        _issuer.Conduct.Outage = true;
        _bench.Time.Advance(FactService.RenewInterval);

        var unknown = await _bench.DecideAsync(Token(attacker));
        var known = await _bench.DecideAsync(Token(_issuer.Mint));

        Assert.That((unknown.Outcome, known.Outcome), Is.EqualTo((DecisionOutcome.Undecided, DecisionOutcome.Allowed)));
    }

    private static string[] Problems(FactsOptions options) =>
        [.. options.Validate(new ValidationContext(options)).Select(static p => p.ErrorMessage!)];

    private FactBench Bench(Action<FactsOptions>? change = null)
    {
        var options = new FactsOptions { OidcHosts = [_issuer.Host], AllowLoopbackHttp = true };
        change?.Invoke(options);
        var bench = new FactBench(options);
        bench.Policy(Verify(_issuer.Issuer));
        return bench;
    }

    private static Func<PolicyContext, Outcome> Verify(string issuer) => c =>
    {
        var token = c.Oidc.Verify(c.Input.IdentityToken, [issuer], "zts");
        if (token.Pending) return c.Wait(token, "keys-pending");
        return token.Finding is { } bad ? c.Deny(bad) : c.Allow();
    };

    private string Token(TokenMint mint, string subject = "s") => mint.Mint(new JsonObject
    {
        ["iss"] = _issuer.Issuer,
        ["aud"] = "zts",
        ["sub"] = subject,
        ["iat"] = _bench.Time.Now.ToUnixTimeSeconds(),
        ["exp"] = _bench.Time.Now.AddHours(1).ToUnixTimeSeconds(),
    });
}
