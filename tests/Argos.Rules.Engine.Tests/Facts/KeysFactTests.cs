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
