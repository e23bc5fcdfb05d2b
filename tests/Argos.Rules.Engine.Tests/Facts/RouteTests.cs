using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Sources;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>Other ways to a host, and other roots: neither changes who is believed to be the host.</summary>
internal sealed class RouteTests
{
    private const string Host = "oidc.eks.us-west-2.amazonaws.com";
    private const string Issuer = $"https://{Host}/id/A1";

    private readonly TestAuthority _authority = new();
    private string _folder = null!;
    private FakeCloudIssuers _cloud = null!;
    private TokenMint _mint = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("argos-facts-").FullName;
        _cloud = await FakeCloudIssuers.StartAsync(_authority, [Host], CancellationToken.None);
        _mint = _cloud.Add(Issuer);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [OneTimeTearDown]
    public void DisposeAuthority() => _authority.Dispose();

    [Test]
    public async Task Issuer_is_asked_where_the_route_leads_under_its_own_name()
    {
        var decision = await DecideAsync(Issuer, Options(Host));

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), string.Join(' ', decision.Codes));
        Assert.That(_cloud.Asked, Is.EqualTo(new[] { Issuer + "/.well-known/openid-configuration", Issuer + "/keys" }));
    }

    [Test]
    public async Task Route_does_not_make_a_host_allowed()
    {
        var options = Options(Host);
        options.OidcHosts = ["issuer.example.com"];

        Assert.That((await DecideAsync(Issuer, options)).Codes, Is.EqualTo(new[] { "token-keys-missing" }));
        Assert.That(_cloud.Asked, Is.Empty);
    }

    [Test]
    public async Task Server_with_the_certificate_of_another_host_is_not_believed()
    {
        const string other = "oidc.eks.eu-west-1.amazonaws.com";
        _cloud.Add($"https://{other}/id/A1");

        Assert.That((await DecideAsync($"https://{other}/id/A1", Options(other))).Codes, Is.EqualTo(new[] { "fact-unavailable", "keys-pending" }));
        Assert.That(_cloud.Asked, Is.Empty);
    }

    [Test]
    public async Task Server_of_an_authority_that_is_not_given_is_not_believed()
    {
        using var other = new TestAuthority("Argos test CA");
        var (without, foreign, empty) = (Options(Host), Options(Host), Options(Host));
        without.CaFile = "";
        foreign.CaFile = other.WriteTo(_folder, "other");
        empty.CaFile = Path.Combine(_folder, "empty.crt");
        await File.WriteAllTextAsync(empty.CaFile, "");

        foreach (var options in new[] { without, foreign, empty }) Assert.That((await DecideAsync(Issuer, options)).Codes, Is.EqualTo(new[] { "fact-unavailable", "keys-pending" }));
        Assert.That(_cloud.Asked, Is.Empty);
    }

    [Test]
    public async Task Route_that_leads_nowhere_is_cannot_tell()
    {
        var options = Options(Host);
        options.HostAddresses = [$"{Host}=127.0.0.1:{TestKit.Processes.FreePort.Next()}"];

        Assert.That((await DecideAsync(Issuer, options)).Outcome, Is.EqualTo(DecisionOutcome.Undecided));
    }

    [TestCase("a.example.com", "10.0.0.5", 443)]
    [TestCase("b.example.com", "10.0.0.5", 8443)]
    [TestCase("c.example.com", "fd00::1", 443)]
    [TestCase("d.example.com", "fd00::1", 8443)]
    public void Route_leads_to_an_address(string host, string address, int port)
    {
        var routes = new FactRoutes(["a.example.com=10.0.0.5", "b.example.com=10.0.0.5:8443", "c.example.com=[fd00::1]", "d.example.com=[fd00::1]:8443"]);

        Assert.That(routes.Of(new DnsEndPoint(host, 443)), Is.EqualTo(new IPEndPoint(IPAddress.Parse(address), port)));
    }

    [Test]
    public void Route_is_of_one_host_and_port()
    {
        var routes = new FactRoutes(["a.example.com=inner.example.com", "a.example.com:4443=inner.example.com:5443"]);

        Assert.That(routes.Of(new DnsEndPoint("a.example.com", 443)), Is.EqualTo(new DnsEndPoint("inner.example.com", 443)));
        Assert.That(routes.Of(new DnsEndPoint("a.example.com", 4443)), Is.EqualTo(new DnsEndPoint("inner.example.com", 5443)));
        Assert.That(routes.Of(new DnsEndPoint("a.example.com", 80)), Is.EqualTo(new DnsEndPoint("a.example.com", 80)));
        Assert.That(routes.Of(new DnsEndPoint("x.a.example.com", 443)), Is.EqualTo(new DnsEndPoint("x.a.example.com", 443)));
    }

    [TestCase("")]
    [TestCase("a.example.com")]
    [TestCase("a.example.com=")]
    [TestCase("=10.0.0.5")]
    [TestCase("a.example.com=b=c")]
    [TestCase("*.example.com=10.0.0.5")]
    [TestCase("A.example.com=10.0.0.5")]
    [TestCase("10.0.0.4=10.0.0.5")]
    [TestCase("https://a.example.com=10.0.0.5")]
    [TestCase("a.example.com=https://10.0.0.5")]
    [TestCase("a.example.com=10.0.0.5:0")]
    [TestCase("a.example.com=10.0.0.5:65536")]
    [TestCase("a.example.com=fd00::1")]
    [TestCase("a.example.com=10.0.0.5/24")]
    public void What_is_no_route_is_told_at_start(string route) =>
        Assert.That(Problems(new FactsOptions { HostAddresses = [route] }), Has.Exactly(1).StartsWith("has an item that is not `HOST=ADDRESS`"));

    [Test]
    public void Host_with_two_routes_and_missing_roots_are_told_at_start()
    {
        var options = new FactsOptions { HostAddresses = ["a.example.com=10.0.0.5", "a.example.com=10.0.0.6"], CaFile = "/nowhere/ca.crt" };

        Assert.That(Problems(options), Is.EqualTo(new[] { "names a host twice", "is `/nowhere/ca.crt`, which does not exist" }));
    }

    private static string[] Problems(FactsOptions options) => [.. options.Validate(new ValidationContext(options)).Select(static p => p.ErrorMessage!)];

    private FactsOptions Options(string host) =>
        new() { OidcHosts = ["oidc.eks.*.amazonaws.com"], HostAddresses = [$"{host}={_cloud.Address}"], CaFile = _authority.WriteTo(_folder) };

    private async Task<Decision> DecideAsync(string issuer, FactsOptions options)
    {
        using var bench = new FactBench(options);
        bench.Policy(c =>
        {
            var token = c.Oidc.Verify(c.Input.IdentityToken, [issuer], "zts");
            if (token.Pending) return c.Wait(token, "keys-pending");
            return token.Finding is { } bad ? c.Deny(bad) : c.Allow();
        });
        return await bench.DecideAsync(_mint.Mint(new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = "zts",
            ["sub"] = "s",
            ["iat"] = bench.Time.Now.ToUnixTimeSeconds(),
            ["exp"] = bench.Time.Now.AddHours(1).ToUnixTimeSeconds(),
        }));
    }
}
