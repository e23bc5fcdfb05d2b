using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Engine.Tests.PolicyTests;
using Argos.Rules.TestKit.Fuzz;
using Argos.Rules.TestKit.Tokens;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>Whole callbacks, through the reader, the stock policy and the combiner: what is granted is what the one good token is for.</summary>
[Category("Long")]
internal sealed class GrantFuzzTests
{
    private const string Provider = "k8s.cluster1.identityd";
    private const string Id = "5f1d6e1e-0000-4000-8000-0000000000aa";
    private const string Suffix = "cluster1.k8s.athenz.cloud";
    private const string Name = $"api.media-sports.{Suffix}";

    private static readonly string[] Words =
    [
        "\"domain\":\"media.news\"", "\"service\":\"web\"", "\"provider\":\"k8s.cluster2.identityd\"", "\"sanDNS\":\"evil.example\"", "\"sanIP\":\"10.9.9.9\"",
        "\"sanURI\":\"spiffe://media.news/sa/api\"", "\"clientIP\":\"10.9.9.9\"", "\"instanceId\":\"other\"", "\"hostname\":\"evil.example\"", "web.media-sports." + Suffix, ",", ".", "*.",
        "\\u0000", "\\ud800", "\u0130", "\u017f", "athenz://instanceid/", "{\"identityToken\":\"", "null", "\"attributes\":", "\"attestationData\":",
    ];

    private readonly ConfirmationReader _reader = new(new CallbackOptions(), TimeProvider.System);
    private DecisionBench _bench = null!;
    private TokenMint _mint = null!;
    private int _granted;

    [OneTimeSetUp]
    public async Task SetUpAsync()
    {
        _bench = new DecisionBench();
        _mint = new TokenMint(_bench.Time, TokenKey.Ec());
        await _bench.ScriptAsync("kubernetes", StockPolicies.Read("kubernetes", "policy.csx"));
        _bench.Put("kubernetes/keys", _mint.Jwks());
        _bench.Put($"providers/{Provider}", $$"""{"issuer":"{{TokenMint.DefaultIssuer}}","audience":"athenz-identityd","dnsSuffixes":"{{Suffix}}","domainMapping":{"mode":"dash-to-dot"} }""");
        _bench.Put("kubernetes/pods/media-sports/api-0", $$$"""
            {"metadata":{"namespace":"media-sports","name":"api-0","uid":"{{{Id}}}","creationTimestamp":"2020-01-01T00:00:00Z"},"spec":{"serviceAccountName":"api"},
            "status":{"phase":"Running","podIP":"10.1.2.3","podIPs":[{"ip":"10.1.2.3"}]}}
            """);
    }

    [OneTimeTearDown]
    public void TearDown()
    {
        _mint.Dispose();
        _bench.Dispose();
    }

    [Test]
    public void Grant_is_for_nothing_but_what_the_token_proves()
    {
        FuzzRuns.Try("grant", [Seed()], Words, Try, share: 50);

        Assert.That(_granted, Is.GreaterThan(1), "some are good, else nothing is shown");
    }

    private string Seed() => new JsonObject
    {
        ["provider"] = Provider,
        ["domain"] = "media.sports",
        ["service"] = "api",
        ["attestationData"] = _mint.Mint(new ServiceAccountToken { Lifetime = TimeSpan.FromDays(1) }),
        ["attributes"] = new JsonObject
        {
            ["instanceId"] = Id,
            ["sanDNS"] = $"{Name},{Id}.instanceid.athenz.{Suffix}",
            ["sanIP"] = "10.1.2.3",
            ["sanURI"] = "spiffe://media.sports/sa/api",
            ["clientIP"] = "10.1.2.3",
        },
    }.ToJsonString();

    private void Try(string text)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var read = _reader.ReadAsync(http.Request, CancellationToken.None).GetAwaiter().GetResult();
        using var memory = read.Memory;
        if (read.Confirmation is not { } confirmation) return;
        foreach (var operation in (InstanceOperation[])[InstanceOperation.Register, InstanceOperation.Refresh]) Try(confirmation, operation);
    }

    private void Try(InstanceConfirmation confirmation, InstanceOperation operation)
    {
        using var gone = new CancellationTokenSource();
        var deciding = _bench.Decider.DecideAsync(confirmation, operation, gone.Token);
        if (!deciding.IsCompleted)
        {
            // It waits: nothing will arrive.
            gone.Cancel();
            Assert.That(async () => await deciding, Throws.InstanceOf<OperationCanceledException>());
            return;
        }
        if (deciding.Result.Outcome != DecisionOutcome.Allowed) return;
        _granted++;
        Assert.That((confirmation.Provider, confirmation.Domain, confirmation.Service), Is.EqualTo((Provider, "media.sports", "api")));
        Assert.That(confirmation.Attributes["instanceId"], Is.EqualTo(Id));
        Assert.That(List(confirmation, "sanDNS"), Has.All.Matches<string>(static name => name == $"{Id}.instanceid.athenz.{Suffix}" || name == Name || name!.EndsWith("." + Name, StringComparison.Ordinal)));
        Assert.That(List(confirmation, "sanIP"), Has.All.Matches<string>(IsPods));
        Assert.That(List(confirmation, "sanURI"), Is.SubsetOf(new[] { "spiffe://media.sports/sa/api", $"athenz://instanceid/{Provider}/{Id}" }));
        Assert.That(List(confirmation, "clientIP"), Has.All.Matches<string>(IsPods));
    }

    private static bool IsPods(string? text) => global::System.Net.IPAddress.TryParse(text!.Contains(':') ? text.Split('%')[0] : text, out var ip)
        && (ip.Equals(global::System.Net.IPAddress.Parse("10.1.2.3")) || ip.Equals(global::System.Net.IPAddress.Parse("::ffff:10.1.2.3")));

    private static string[] List(InstanceConfirmation confirmation, string name) =>
        confirmation.Attributes.TryGetValue(name, out var list) && list.Length > 0 ? list.Split(',') : [];
}
