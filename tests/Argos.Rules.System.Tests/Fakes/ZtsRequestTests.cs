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

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Refresh_of_another_instance_is_refused()
    {
        using var own = await Agent.RegisterAsync(Api, CancellationToken.None);

        using var reply = await Agent.RefreshAsync(Api with { InstanceId = "other" }, own.Certificate!, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(Provider.Requests, Has.Count.EqualTo(1));
    }

    private static TestCaseData<AgentIdentity, HttpStatusCode> Case(string name, AgentIdentity identity, HttpStatusCode status) =>
        new(identity, status) { TestName = $"Register_is_refused({name})" };
}
