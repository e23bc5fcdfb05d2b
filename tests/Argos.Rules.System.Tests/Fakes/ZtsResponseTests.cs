using System.Net;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>What ZTS makes of a provider's answer.</summary>
internal sealed class ZtsResponseTests : ZtsFixture
{
    [TestCase("{}")]
    [TestCase("""{"provider":"p","domain":"d","service":"s","attestationData":"","attributes":{}}""")]
    [TestCase("""{"attributes":null}""")]
    [TestCase("""{"attributes":{"certExpiryTime":10080,"certRefresh":true}} and more""")]
    public async Task Answer_that_can_be_decoded_is_a_grant(string body)
    {
        Provider.Body = body;

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((reply.Status, reply.Granted), Is.EqualTo((HttpStatusCode.Created, true)), reply.Message);
    }

    [TestCase("""{"allowed":true}""")]
    [TestCase("""{"allow":false,"attributes":{}}""")]
    [TestCase("""{"Provider":"k8s"}""")]
    [TestCase("""{"attributes":{"certExpiryTime":{}}}""")]
    [TestCase("""{"attributes":[]}""")]
    [TestCase("""{"domain":["d"]}""")]
    [TestCase("[]")]
    [TestCase("\"yes\"")]
    [TestCase("")]
    [TestCase("{")]
    public async Task Answer_that_cannot_be_decoded_is_a_refusal(string body)
    {
        Provider.Body = body;

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((reply.Status, reply.Granted), Is.EqualTo((HttpStatusCode.Forbidden, false)));
    }

    [Test]
    public async Task Answer_null_breaks_zts()
    {
        Provider.Body = "null";

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((reply.Status, reply.Granted), Is.EqualTo((HttpStatusCode.InternalServerError, false)));
    }

    [Test]
    public async Task Answer_of_another_content_type_is_a_refusal()
    {
        Provider.ContentType = "text/plain";

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase(201, HttpStatusCode.Forbidden)]
    [TestCase(204, HttpStatusCode.Forbidden)]
    [TestCase(400, HttpStatusCode.Forbidden)]
    [TestCase(401, HttpStatusCode.Forbidden)]
    [TestCase(403, HttpStatusCode.Forbidden)]
    [TestCase(404, HttpStatusCode.Forbidden)]
    [TestCase(500, HttpStatusCode.Forbidden)]
    [TestCase(503, HttpStatusCode.Forbidden)]
    [TestCase(504, HttpStatusCode.GatewayTimeout)]
    public async Task Answer_of_any_status_but_200_is_a_refusal_and_504_is_passed_on(int status, HttpStatusCode expected)
    {
        Provider.Status = status;

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That((reply.Status, reply.Granted), Is.EqualTo((expected, false)));
    }

    [Test]
    public async Task Answer_that_redirects_is_not_followed()
    {
        (Provider.Status, Provider.Location) = (307, "/elsewhere");

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Provider.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Answer_that_refuses_is_copied_to_the_agent_on_one_line()
    {
        (Provider.Status, Provider.Body) = (403, "first\nsecond");

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Message, Is.EqualTo(
            "unable to verify attestation data: ResourceException (403): first second"
            + " client: SIA-K8S/1.0 clientIP: 10.1.2.3 clientHost: "));
    }

    [Test]
    public async Task Answer_that_does_not_come_is_504()
    {
        await StartZtsAsync(o => o with { ReadTimeout = TimeSpan.FromMilliseconds(300) });
        Provider.Silent = true;

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.GatewayTimeout));
    }

    [Test]
    public async Task Answer_of_every_failure_tells_the_agent_who_asked()
    {
        await StartZtsAsync(ProviderAt("https://127.0.0.1:1") with { HostnameSuffixes = ["example.com"] });

        using var reply = await Agent.RegisterAsync(Api with { Hostname = "a.example.com" }, CancellationToken.None);

        Assert.That(reply.Message, Does.EndWith(" client: SIA-K8S/1.0 clientIP: 10.1.2.3 clientHost: a.example.com"));
    }

    [Test]
    public async Task Provider_that_does_not_listen_is_504()
    {
        await StartZtsAsync(ProviderAt("https://127.0.0.1:1"));

        using var reply = await Agent.RegisterAsync(Api, CancellationToken.None);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.GatewayTimeout));
    }
}
