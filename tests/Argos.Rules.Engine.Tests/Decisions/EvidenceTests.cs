using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Decisions;

internal sealed class EvidenceTests
{
    private const string Look = """
        var token = Tokens.Verify(Input.IdentityToken, keys: "kubernetes/keys", issuer: "https://issuer", audience: "argos");
        if (Pods.Find("team", "a") is null || Pods.Find("team", "a") is null) return Deny("pod-unknown");
        if (Pods.Find("team", "nobody") is not null) return Deny("pod-foreign");
        return token.Valid ? Allow() : Deny(token.Code);
        """;

    private DecisionBench _bench = null!;
    private TokenMint _mint = null!;

    [SetUp]
    public void SetUp()
    {
        (_bench, _mint) = (new DecisionBench(), new TokenMint());
        _bench.Put("kubernetes/keys", _mint.Jwks());
        _bench.Put("kubernetes/pods/team/a", """{"metadata":{"namespace":"team","name":"a","uid":"uid-a","resourceVersion":"17"}}""");
    }

    [TearDown]
    public void TearDown()
    {
        _bench.Dispose();
        _mint.Dispose();
    }

    [Test]
    public async Task DecideAsync_names_each_pod_and_token_that_was_looked_at_once()
    {
        await _bench.ScriptAsync("a", Look);
        await _bench.ScriptAsync("b", Look);

        var decision = await _bench.DecideAsync(Token("https://issuer"));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(',', decision.Codes));
        Assert.That(decision.Pods, Is.EqualTo(new[] { new PodReference("team", "a", "uid-a", "17") }));
        Assert.That(decision.Tokens, Is.EqualTo(new[] { new TokenReference(_mint.Key.Id, "jti-1", true) }));
    }

    [Test]
    public async Task DecideAsync_token_that_is_not_valid_is_named_by_its_key_only()
    {
        await _bench.ScriptAsync("a", Look);

        var decision = await _bench.DecideAsync(Token("https://other"));

        Assert.That(decision.Codes, Is.EqualTo(new[] { "token-issuer" }));
        Assert.That(decision.Tokens, Is.EqualTo(new[] { new TokenReference(_mint.Key.Id, null, false) }));
    }

    [Test]
    public async Task DecideAsync_remembers_a_few_of_many_pods()
    {
        for (var i = 0; i < 20; i++) _bench.Put($"kubernetes/pods/many/p{i}", $$$"""{"metadata":{"namespace":"many","name":"p{{{i}}}","uid":"uid-{{{i}}}"}}""");
        await _bench.ScriptAsync("a", "for (var i = 0; i < 20; i++) if (Pods.Find(\"many\", $\"p{i}\") is null) return Deny(\"pod-unknown\");\nreturn Allow();");

        var decision = await _bench.DecideAsync();

        Assert.That(decision.Pods.Select(static pod => pod.Name), Is.EqualTo(Enumerable.Range(0, 8).Select(static i => $"p{i}")));
    }

    private string Token(string issuer) => _mint.Mint(new JsonObject
    {
        ["iss"] = issuer,
        ["aud"] = "argos",
        ["jti"] = "jti-1",
        ["sub"] = "system:serviceaccount:team:default",
        ["exp"] = _bench.Time.Now.ToUnixTimeSeconds() + 600,
    });
}
