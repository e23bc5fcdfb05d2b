using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Core.Facts.Sources;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Hosting.Trust;
using Argos.Rules.Language;
using Argos.Rules.Language.Facts;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Sources;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>ZTS, token reviews and DNS.</summary>
internal sealed class OtherFactTests
{
    private string _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("argos-facts-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Zts_is_asked_with_the_engines_certificate()
    {
        using var authority = new TestAuthority();
        using var own = authority.Provider("zts.provider");
        await using var zts = await FakeZts.StartAsync(new ZtsOptions { Authority = authority }, CancellationToken.None);
        var options = new FactsOptions { ZtsUrl = $"{zts.Url}zts/v1", ZtsCaFile = authority.WriteTo(_folder, "ca") };
        zts.Queries.Grant("media.sports.api", "launch", "media.sports:api:1");

        using var bench = new FactBench(options, new GivenClientCertificate(own.Certificate));
        bench.Policy(Access);
        var granted = await bench.DecideAsync("1");
        var denied = await bench.DecideAsync("2");
        using var nobody = new FactBench(options);
        nobody.Policy(Access);
        var unknown = await nobody.DecideAsync("1");

        Assert.That(granted.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', granted.Facts));
        Assert.That(denied.Codes, Is.EqualTo(new[] { "not-granted" }));
        Assert.That(unknown.Outcome, Is.EqualTo(DecisionOutcome.Undecided), "that ZTS does not know the engine says nothing about the instance");
    }

    [Test]
    public async Task Zts_of_another_authority_is_not_believed()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var zts = await FakeZts.StartAsync(new ZtsOptions { Authority = authority }, CancellationToken.None);

        using var bench = new FactBench(new FactsOptions { ZtsUrl = $"{zts.Url}zts/v1", ZtsCaFile = other.WriteTo(_folder, "ca") });
        bench.Policy(Register);

        Assert.That((await bench.DecideAsync(RegisterToken(zts, bench))).Codes, Is.EqualTo(new[] { "fact-unavailable", "keys-pending" }));
    }

    [Test]
    public async Task Register_token_is_verified_with_the_keys_of_zts()
    {
        using var authority = new TestAuthority();
        await using var zts = await FakeZts.StartAsync(new ZtsOptions { Authority = authority }, CancellationToken.None);

        using var bench = new FactBench(new FactsOptions { ZtsUrl = $"{zts.Url}zts/v1", ZtsCaFile = authority.WriteTo(_folder, "ca") });
        bench.Policy(Register);
        var decision = await bench.DecideAsync(RegisterToken(zts, bench));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', decision.Codes));
    }

    [Test]
    public async Task Token_review_is_remembered_for_ten_seconds_and_a_no_for_two()
    {
        var conduct = new SourceConduct();
        var authenticated = true;
        await using var mgmt = await HttpHost.StartAsync(
            async context =>
            {
                var asked = await JsonNode.ParseAsync(context.Request.Body);
                if (context.Request.Headers.Authorization != "Bearer review-token") context.Response.StatusCode = 401;
                else if (conduct.Outage) context.Response.StatusCode = 503;
                else await context.Response.WriteAsync(new JsonObject { ["authenticated"] = authenticated && (string?)asked!["token"] == "token-of-the-pod", ["audiences"] = new JsonArray("zts"), ["user"] = new JsonObject { ["username"] = "system:serviceaccount:media:api" } }.ToJsonString());
                _requests++;
            },
            null,
            0,
            CancellationToken.None);
        var file = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(file, "review-token\n");
        using var bench = new FactBench(new FactsOptions { ReviewUrl = mgmt.Url.ToString(), ReviewTokenFile = file });
        bench.Policy(static c => c.Kubernetes.Review(c.Input.AttestationData, ["zts"]) is var review && review.Pending ? c.Wait(review, "review-pending") : review.ServiceAccount == "api" ? c.Allow() : c.Deny("token-unknown", review.Problem));

        Assert.That(await AskAsync(bench, "token-of-the-pod", 3), Is.EqualTo((DecisionOutcome.Allowed, 1)));
        authenticated = false;
        bench.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(await AskAsync(bench, "token-of-the-pod", 1), Is.EqualTo((DecisionOutcome.Allowed, 1)));
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await AskAsync(bench, "token-of-the-pod", 3), Is.EqualTo((DecisionOutcome.Denied, 2)));
        authenticated = true;
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await AskAsync(bench, "token-of-the-pod", 1), Is.EqualTo((DecisionOutcome.Allowed, 3)));
        conduct.Outage = true;
        Assert.That(await AskAsync(bench, "another-token", 1), Is.EqualTo((DecisionOutcome.Undecided, 4)));
        Assert.That(bench.Logs.Text, Does.Not.Contain("token-of-the-pod").And.Not.Contain("another-token").And.Not.Contain("review-token"));
    }

    [Test]
    public async Task Flood_of_one_kind_is_cut_off()
    {
        var asked = 0;
        using var metrics = new EngineMetrics();
        var time = new TestKit.Time.ManualTime();
        var options = new FactsOptions { MaximumPerSecond = 10, DnsSuffixes = ["example.com"] };
        var service = new FactService([Dns(options, _ => { asked++; return [IPAddress.Parse("10.1.2.3")]; })], options, new FactMetrics(metrics), time, new FactBench.CapturedLogs().For<FactService>());

        var states = new List<FactState>();
        for (var i = 0; i < 30; i++) states.Add((await service.FetchAsync(Request($"h{i}.example.com"), new($"d{i}", "api"))!).State);
        time.Advance(TimeSpan.FromSeconds(1));
        var later = await service.FetchAsync(Request("later.example.com"), new("later", "api"))!;

        Assert.That(asked, Is.EqualTo(11));
        Assert.That(states.Count(static s => s == FactState.Unreachable), Is.EqualTo(20));
        Assert.That(later.State, Is.EqualTo(FactState.Known));
    }

    [TestCase("api.example.com", SocketError.Success, FactState.Known)]
    [TestCase("api.example.com", SocketError.HostNotFound, FactState.Refused)]
    [TestCase("api.example.com", SocketError.TryAgain, FactState.Unreachable)]
    public async Task Dns_no_such_name_is_a_refusal_and_no_answer_is_not(string host, SocketError error, FactState state)
    {
        using var metrics = new EngineMetrics();
        var options = new FactsOptions { DnsSuffixes = ["example.com"] };
        var fetcher = Dns(options, _ => error == SocketError.Success ? [IPAddress.Parse("10.1.2.3")] : throw new SocketException((int)error));
        var service = new FactService([fetcher], options, new FactMetrics(metrics), new TestKit.Time.ManualTime(), new FactBench.CapturedLogs().For<FactService>());

        Assert.That(service.Find(Request(host)).State, Is.EqualTo(FactState.Pending));
        Assert.That((await service.FetchAsync(Request(host), default)!).State, Is.EqualTo(state));
    }

    [TestCase("api.example.org")]
    [TestCase("apiexample.com")]
    [TestCase("example.com")]
    public void Dns_names_outside_the_suffixes_are_not_looked_up(string host)
    {
        var options = new FactsOptions { DnsSuffixes = ["example.com"] };

        Assert.That(Dns(options, _ => throw new InvalidOperationException("must not be asked")).Refusal(Request(host)), Is.Not.Null);
    }

    private int _requests;

    private async Task<(DecisionOutcome, int)> AskAsync(FactBench bench, string token, int times)
    {
        Decision? decision = null;
        for (var i = 0; i < times; i++) decision = await bench.DecideAsync(token);
        return (decision!.Outcome, _requests);
    }

    private static DnsFetcher Dns(FactsOptions options, Func<string, IPAddress[]> resolve) => new(options, (host, _) => Task.FromResult(resolve(host)));

    /// <summary>The request that a policy's question becomes.</summary>
    private static FactRequest Request(string host)
    {
        var view = new Recording();
        new PolicyContext(PolicyInputReader.Read(new Contracts.Instances.InstanceConfirmation("p", "d", "s", null), Contracts.Instances.InstanceOperation.Register).Input!, new PolicySettings(default), null!, null!, default, view).Dns.Resolve(host);
        return view.Asked!;
    }

    private static readonly Func<PolicyContext, Outcome> Access = static c =>
    {
        var access = c.Athenz.Access(c.Input.Identity, "launch", $"media.sports:api:{c.Input.AttestationData}");
        if (access.Pending) return c.Wait(access, "access-pending");
        return access.Granted ? c.Allow() : c.Deny("not-granted", access.Problem);
    };

    private static readonly Func<PolicyContext, Outcome> Register = static c =>
    {
        var token = c.Athenz.Verify(c.Input.IdentityToken, "sys.auth.zts", "sys.auth.zts", requireExpiry: false);
        if (token.Pending) return c.Wait(token, "keys-pending");
        return token.Finding is { } bad ? c.Deny(bad) : c.Allow();
    };

    private static string RegisterToken(FakeZts zts, FactBench bench) =>
        zts.Queries.Mint.Mint(new JsonObject { ["iss"] = "sys.auth.zts", ["aud"] = "sys.auth.zts", ["iat"] = bench.Time.Now.ToUnixTimeSeconds() });

    private sealed class Recording : IFactView
    {
        public FactRequest? Asked { get; private set; }

        public FactAnswer Find(FactRequest request)
        {
            Asked = request;
            return FactAnswer.Pending;
        }

        public FactAnswer Renew(FactRequest request) => Find(request);
    }
}
