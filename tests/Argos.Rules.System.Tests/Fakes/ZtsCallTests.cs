using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>How ZTS calls a provider.</summary>
internal sealed class ZtsCallTests : ZtsFixture
{
    [Test]
    public async Task Call_is_made_as_jersey_makes_it()
    {
        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        var call = Provider.Requests.Single();
        Assert.That((call.Method, call.Path, call.Protocol), Is.EqualTo(("POST", "/instance", SslProtocols.Tls12)));
        Assert.That(call.Headers["Transfer-Encoding"], Is.EqualTo("chunked"));
        Assert.That(call.Headers, Does.Not.ContainKey("Content-Length"));
        Assert.That(call.Headers["Accept"], Is.EqualTo("application/json"));
        Assert.That(call.Headers["Content-Type"], Is.EqualTo("application/json"));
        Assert.That(call.Headers["User-Agent"], Does.StartWith("Jersey/"));
        Assert.That(call.Client, Does.Contain("CN=sys.auth.zts"));
    }

    [Test]
    public async Task Call_takes_a_new_connection_each_time()
    {
        using var first = await Agent.RegisterAsync(Api, CancellationToken.None);
        using var second = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(Provider.Requests.Select(r => r.Connection).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Call_keeps_the_base_path_of_the_endpoint_and_drops_the_user_info()
    {
        await StartZtsAsync(ProviderAt($"https://athenz.client@127.0.0.1:{Provider.Url.Port}/hostsigner/v1"));

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(Provider.Requests.Single().Path, Is.EqualTo("/hostsigner/v1/instance"));
    }

    [TestCase("http://127.0.0.1:4443")]
    [TestCase("identityd.default.svc.cluster.local")]
    [TestCase("class://com.yahoo.athenz.Provider")]
    [TestCase("")]
    public async Task Call_to_an_endpoint_that_is_not_https_is_not_made(string endpoint)
    {
        await StartZtsAsync(ProviderAt(endpoint));

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((reply.Status, reply.Message), Is.EqualTo((HttpStatusCode.BadRequest, $"unable to get instance for provider: {ProviderName}")));
    }

    [Test]
    public async Task Call_to_a_host_outside_the_allowed_suffixes_is_not_made()
    {
        await StartZtsAsync(o => o with { ProviderEndpoints = [".athenz.io"] });

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("CN=k8s.cluster2.identityd")]
    [TestCase("CN=K8S.cluster1.identityd")]
    [TestCase("CN=k8s.cluster1.identityd, CN=other")]
    [TestCase("O=Athenz")]
    public async Task Call_to_a_server_of_another_name_is_504(string subject)
    {
        await RefusesAsync(Authority.Issue(subject, ["1.3.6.1.5.5.7.3.1"], names => names.AddDnsName(ProviderName)));
    }

    [Test]
    public async Task Call_to_a_server_of_an_unknown_authority_is_504()
    {
        using var other = new TestAuthority("Athenz CA");
        await RefusesAsync(other.Provider(ProviderName));
    }

    [Test]
    public async Task Call_carries_the_attributes_of_the_seeds_agent()
    {
        using var reply = await Agent.RegisterAsync(Api with { ExtraIps = ["2001:db8:a0b:12f0::1"] }, CancellationToken.None);

        var body = JsonNode.Parse(Provider.Requests.Single().Body)!;
        Assert.That((string?)body["attestationData"], Is.EqualTo("proof"));
        Assert.That(JsonNode.DeepEquals(body["attributes"], JsonNode.Parse("""
            {"clientIP":"10.1.2.3","instanceId":"5f1d6e1e-0000-4000-8000-0000000000aa",
             "sanDNS":"api.media-sports.cluster1.k8s.athenz.cloud,5f1d6e1e-0000-4000-8000-0000000000aa.instanceid.athenz.cluster1.k8s.athenz.cloud",
             "sanIP":"10.1.2.3,2001:db8:a0b:12f0:0:0:0:1","sanURI":"spiffe://media.sports/sa/api"}
            """)), Is.True, body.ToJsonString());
    }

    [Test]
    public async Task Call_carries_the_attributes_of_the_csi_driver()
    {
        using var reply = await Agent.RegisterAsync(Api with { Form = AgentForm.CsiDriver, Namespace = "media-sports", CalledFrom = "10.9.9.9" }, CancellationToken.None);

        var attributes = JsonNode.Parse(Provider.Requests.Single().Body)!["attributes"]!;
        Assert.That((string?)JsonNode.Parse(Provider.Requests.Single().Body)!["attestationData"], Is.EqualTo("""{"identityToken":"proof"}"""));
        Assert.That((string?)attributes["sanURI"], Is.EqualTo(
            "spiffe://athenz.io/ns/media-sports/sa/media.sports.api,athenz://instanceid/k8s.cluster1.identityd/5f1d6e1e-0000-4000-8000-0000000000aa"));
        Assert.That((string?)attributes["sanIP"], Is.Null);
        Assert.That((string?)attributes["clientIP"], Is.EqualTo("10.9.9.9"));
    }

    [Test]
    public async Task Call_writes_an_ipv6_peer_in_javas_form_and_in_brackets()
    {
        await StartZtsAsync(o => o with { PeerAddress = IPAddress.Parse("2001:db8::1") });

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((string?)JsonNode.Parse(Provider.Requests.Single().Body)!["attributes"]!["clientIP"], Is.EqualTo("[2001:db8:0:0:0:0:0:1]"));
    }

    [Test]
    public async Task Call_of_a_refresh_names_the_principal_and_may_have_no_attestation_data()
    {
        using var first = await Agent.RegisterAsync(Api, CancellationToken.None);

        using var second = await Agent.RefreshAsync(Api with { Token = null }, first.Certificate!, CancellationToken.None);

        var call = Provider.Requests.Last();
        var body = JsonNode.Parse(call.Body)!.AsObject();
        Assert.That(second.Granted, Is.True, second.Message);
        Assert.That(call.Path, Is.EqualTo("/refresh"));
        Assert.That((body.ContainsKey("attestationData"), body["attestationData"]), Is.EqualTo((true, (JsonNode?)null)));
        Assert.That((string?)body["attributes"]!["principal"], Is.EqualTo("media.sports.api"));
    }

    [Test]
    public async Task Call_carries_what_domain_and_service_have_in_athenz()
    {
        string[] names = ["azureTenant", "gcpProject", "serviceFeatureFlags", "domainFeatureFlags"];
        var cloud = names.ToImmutableDictionary(static n => n, static n => "of-" + n);
        await StartZtsAsync(o => o with { Services = [o.Services[0] with { AwsAccount = "1,2", CloudAttributes = cloud }] });

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        var attributes = JsonNode.Parse(Provider.Requests.Single().Body)!["attributes"]!;
        Assert.That((string?)attributes["awsAccount"], Is.EqualTo("1,2"));
        Assert.That(names.Select(n => (string?)attributes[n]), Is.EqualTo(names.Select(static n => "of-" + n)));
    }

    [Test]
    public async Task Call_leaves_out_the_names_that_zts_approves_itself()
    {
        await StartZtsAsync(o => o with { Services = [o.Services[0] with { CertDnsDomain = "sports.example.com" }] });
        var identity = Api with { Form = AgentForm.Ec2, DnsSuffix = "sports.example.com", Wildcard = true };

        using var reply = await Agent.RegisterAsync(identity, CancellationToken.None);

        Assert.That(reply.Granted, Is.True, reply.Message);
        Assert.That((string?)JsonNode.Parse(Provider.Requests.Single().Body)!["attributes"]!["sanDNS"], Is.Empty);
    }

    [Test]
    public async Task Call_of_tls_13_is_taken_too()
    {
        await StartZtsAsync(o => o with { Tls = SslProtocols.Tls13 });

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(Provider.Requests.Single().Protocol, Is.EqualTo(SslProtocols.Tls13));
    }

    [TestCase(true, 4)]
    [TestCase(false, 1)]
    public async Task Call_that_is_reset_before_the_body_is_tried_four_times_and_one_that_is_closed_once(bool reset, int expected)
    {
        using var provider = new ClosingProvider(reset);
        await StartZtsAsync(ProviderAt(provider.Url));

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((reply.Status, provider.Connections), Is.EqualTo((HttpStatusCode.GatewayTimeout, expected)), reply.Message);
    }

    [Test]
    public async Task Handshake_that_does_not_come_falls_under_the_connect_timeout()
    {
        using var provider = new ClosingProvider(null);
        await StartZtsAsync(o => o with { ConnectTimeout = TimeSpan.FromMilliseconds(300), Providers = [ProviderAt(provider.Url)] });

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.GatewayTimeout));
    }

    private async Task RefusesAsync(IssuedCertificate certificate)
    {
        var provider = await StartProviderAsync(certificate);
        await StartZtsAsync(ProviderAt(provider.Url.ToString()));

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((reply.Status, reply.Granted), Is.EqualTo((HttpStatusCode.GatewayTimeout, false)));
        Assert.That(provider.Requests, Is.Empty);
    }
}
