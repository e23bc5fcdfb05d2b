using System.Net;
using System.Text;
using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Kubernetes;

public sealed class ApiClientTests
{
    [Test]
    public async Task Keys_are_asked_for_with_any_type()
    {
        await using var server = await FakeApiServer.StartAsync(CancellationToken.None);
        using var http = ClusterHttp.Create(new ClusterAccess { Server = server.Url, Token = SecretSource.FromText(FakeApiServerOptions.AdminToken) });

        var keys = await new ApiClient(http, TimeProvider.System).GetKeysAsync(CancellationToken.None);

        Assert.That(Encoding.UTF8.GetString(keys), Does.Contain("\"keys\""));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Lists_are_compressed_when_it_is_set(bool compress)
    {
        await using var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { GzipThreshold = 1 }, CancellationToken.None);
        using var http = ClusterHttp.Create(new ClusterAccess { Server = server.Url, Token = SecretSource.FromText(FakeApiServerOptions.AdminToken) }, compress);

        using var page = await new ApiClient(http, TimeProvider.System).ListAsync(ResourceQuery.Pods(null), "", CancellationToken.None);

        Assert.That(page.ResourceVersion, Is.Not.Empty);
        Assert.That(server.Requests.Of("list", "pods").Single().AcceptsGzip, Is.EqualTo(compress));
    }

    [Test]
    public async Task Refusal_is_told_with_the_servers_words()
    {
        await using var server = await FakeApiServer.StartAsync(CancellationToken.None);
        using var http = ClusterHttp.Create(new ClusterAccess { Server = server.Url, Token = SecretSource.FromText("wrong") });

        Assert.That(
            async () => await new ApiClient(http, TimeProvider.System).ListAsync(ResourceQuery.Pods(null), "", CancellationToken.None),
            Throws.TypeOf<ApiException>().With.Property("Status").EqualTo(HttpStatusCode.Unauthorized).And.Message.Contains("Unauthorized"));
    }

    [Test]
    public async Task Connection_that_is_reset_as_soon_as_it_is_made_is_a_failure_of_the_server()
    {
        using var http = new HttpClient(new ResetHandler()) { BaseAddress = new Uri("http://127.0.0.1:1/") };
        var client = new ApiClient(http, TimeProvider.System);

        await Assert.ThatAsync(() => client.GetKeysAsync(CancellationToken.None), Throws.TypeOf<ApiException>().With.Message.Contains("cannot be reached"));
    }

    [Test]
    public async Task Server_of_another_authority_is_not_trusted()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Authority = authority }, CancellationToken.None);

        Assert.That(async () => await KeysAsync(authority), Throws.Nothing);
        Assert.That(async () => await KeysAsync(other), Throws.TypeOf<ApiException>());

        async Task KeysAsync(TestAuthority trusted)
        {
            using var http = ClusterHttp.Create(new ClusterAccess
            {
                Server = server.Url,
                Token = SecretSource.FromText(FakeApiServerOptions.AdminToken),
                Authority = SecretSource.FromText(trusted.CertificatePem),
            });
            await new ApiClient(http, TimeProvider.System).GetKeysAsync(CancellationToken.None);
        }
    }

    [Test]
    public void Advice_names_the_rule()
    {
        Assert.That(RbacAdvice.For(ResourceQuery.Pods(null), "list", "watch"), Is.EqualTo(
            "bind a ClusterRole with the rule {apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"list\", \"watch\"]}"));
        Assert.That(RbacAdvice.For(ResourceQuery.ConfigMaps("ns", "a=b"), "patch"), Does.StartWith("bind a Role in namespace `ns`"));
    }
}
