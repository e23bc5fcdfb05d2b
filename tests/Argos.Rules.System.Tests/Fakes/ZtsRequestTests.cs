using System.Net;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Athenz.Agents;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>What ZTS refuses before it calls the provider.</summary>
internal sealed class ZtsRequestTests : ZtsFixture
{
    private static readonly TestCaseData<AgentIdentity, HttpStatusCode>[] Refused =
    [
        Case("provider_syntax", Api with { Provider = "k8s cluster1" }, HttpStatusCode.BadRequest),
        Case("service_of_two_components", Api with { Service = "api.x" }, HttpStatusCode.BadRequest),
        Case("unknown_domain", Api with { Domain = "media.news" }, HttpStatusCode.NotFound),
        Case("unknown_service", Api with { Service = "web" }, HttpStatusCode.BadRequest),
        Case("provider_may_not_launch", Api with { Provider = "k8s.cluster2.identityd" }, HttpStatusCode.Forbidden),
        Case("no_attestation_data", Api with { Token = null }, HttpStatusCode.BadRequest),
        Case("empty_attestation_data", Api with { Token = "" }, HttpStatusCode.BadRequest),
        Case("common_name_of_another_service", Api with { CommonName = "media.sports.web" }, HttpStatusCode.BadRequest),
        Case("two_spiffe_uris", Api with { ExtraUris = ["spiffe://media.sports/sa/api"] }, HttpStatusCode.BadRequest),
        Case("spiffe_of_another_service", Api with { Form = AgentForm.CsiDriver, TrustDomain = "a/b" }, HttpStatusCode.BadRequest),
        Case("spiffe_of_another_namespace", Api with { TrustDomain = "athenz.io", Form = AgentForm.CsiDriver, Namespace = "x/sa/y" },
            HttpStatusCode.BadRequest),
        Case("dns_suffix_of_another_provider", Api with { ExtraDns = ["api.media-sports.aws.athenz.cloud"] }, HttpStatusCode.BadRequest),
        Case("hostname_suffix", Api with { Hostname = "host.example.com" }, HttpStatusCode.BadRequest),
        Case("hostname_uri", Api with { ExtraUris = ["athenz://hostname/other"] }, HttpStatusCode.BadRequest),
    ];

    [TestCaseSource(nameof(Refused))]
    public async Task Register_is_refused_without_asking_the_provider(AgentIdentity identity, HttpStatusCode expected)
    {
        using var reply = await Agent.RegisterAsync(identity, CancellationToken.None);

        Assert.That((reply.Status, reply.Granted), Is.EqualTo((expected, false)), reply.Message);
        Assert.That(Provider.Requests, Is.Empty);
    }

    [Test]
    public async Task Register_by_a_provider_that_may_not_launch_the_service_is_refused()
    {
        await StartZtsAsync(o => o with { Services = [new ZtsService("media.sports", "api", ["k8s.cluster2.identityd"])] });

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Register_in_capitals_is_lowered()
    {
        using var reply = await Agent.RegisterAsync(Api with { Provider = "K8S.Cluster1.identityd" }, CancellationToken.None);

        Assert.That(reply.Granted, Is.True, reply.Message);
        Assert.That(Zts.Exchanges[0].Request, Does.Contain("\"provider\":\"k8s.cluster1.identityd\""));
    }

    [Test]
    public async Task Refresh_of_another_service_is_refused()
    {
        await StartZtsAsync(o => o with { Services = [.. o.Services, new ZtsService("media.sports", "web", [ProviderName])] });
        using var own = await Agent.RegisterAsync(Api, CancellationToken.None);

        using var reply = await Agent.RefreshAsync(Api with { Service = "web" }, own.Certificate!, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Refresh_of_another_instance_is_refused()
    {
        using var own = await Agent.RegisterAsync(Api, CancellationToken.None);

        using var reply = await Agent.RefreshAsync(Api with { InstanceId = "other" }, own.Certificate!, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(Provider.Requests, Has.Count.EqualTo(1));
    }

    /// <summary>The agents of AWS send the namespace <c>default</c> in both places.</summary>
    [TestCase(null)]
    [TestCase("athenz.io")]
    public async Task Spiffe_namespace_must_be_the_one_of_the_request(string? trustDomain)
    {
        using var good = await Agent.RegisterAsync(Api with { Form = AgentForm.Ec2, TrustDomain = trustDomain }, CancellationToken.None);
        var foreign = Api with { ExtraUris = ["spiffe://athenz.io/ns/shop/sa/media.sports.api"], Form = AgentForm.ZtsSvcCert };
        using var bad = await Agent.RegisterAsync(foreign, CancellationToken.None);

        Assert.That((good.Granted, bad.Granted), Is.EqualTo((true, false)), good.Message);
    }

    [Test]
    public async Task Refresh_without_an_instance_id_in_the_certificate_is_refused()
    {
        using var bare = Authority.Issue("CN=media.sports.api", ["1.3.6.1.5.5.7.3.2"], static names =>
            names.AddDnsName("api.media-sports.cluster1.k8s.athenz.cloud"));

        using var reply = await Agent.RefreshAsync(Api, bare.Certificate, CancellationToken.None);

        Assert.That((reply.Status, reply.Message),
            Is.EqualTo((HttpStatusCode.BadRequest, "instance id mismatch between CSR and certificate")));
        Assert.That(Provider.Requests, Is.Empty);
    }

    private static TestCaseData<AgentIdentity, HttpStatusCode> Case(string name, AgentIdentity identity, HttpStatusCode status) =>
        new(identity, status) { TestName = $"Register_is_refused({name})" };
}
