using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.KubeConfigs;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Kubernetes;

/// <summary>What a kubeconfig says, on the way to an API server over TLS.</summary>
public sealed class ClusterHttpTests
{
    private readonly TestAuthority _authority = new("cluster");
    private FakeApiServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() =>
        _server = await FakeApiServer.StartAsync(
            new FakeApiServerOptions { Authority = _authority, Mint = Some.Mint },
            CancellationToken.None);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
    }

    [TestCase("tls-server-name: localhost", null)]
    [TestCase("tls-server-name: '::1'", null)]
    [TestCase("tls-server-name: somebody.else.example", "not for `somebody.else.example`")]
    [TestCase("tls-server-name: kubernetes.default.svc", "not for `kubernetes.default.svc`")]
    public async Task Server_must_bear_the_name_that_is_expected(string field, string? expected)
    {
        Assert.That(
            await AskAsync(Access(field)),
            expected is null
                ? Is.Null
                : Does.StartWith("the API server cannot be reached: the certificate of the server is for").And.Contains(expected));
    }

    [Test]
    public async Task Server_of_another_authority_is_told_with_the_cause()
    {
        using var other = new TestAuthority("other");

        Assert.That(
            await AskAsync(Access("disable-compression: true") with { Authority = SecretSource.FromText(other.CertificatePem) }),
            Is.EqualTo("the API server cannot be reached: the certificate `CN=localhost`, issued by `CN=cluster`, "
                + "chains to none of the 1 certificates in `(given by value)`"));
    }

    [Test]
    public async Task Way_leads_through_the_proxy()
    {
        using var proxy = new ConnectProxy("me", "a:b");

        Assert.That(await AskAsync(Access($"proxy-url: 'http://me:a%3Ab@127.0.0.1:{proxy.Port}'")), Is.Null);
        Assert.That(proxy.Tunnels, Is.EqualTo(new[] { $"127.0.0.1:{_server.Url.Port}" }));
    }

    [Test]
    public async Task Proxy_that_refuses_is_told_without_the_password()
    {
        using var proxy = new ConnectProxy("me", "right");

        Assert.That(
            await AskAsync(Access($"proxy-url: 'http://me:wrong@127.0.0.1:{proxy.Port}'")),
            Does.Contain("407").And.Not.Contains("wrong"));
        Assert.That(proxy.Tunnels, Is.Empty);
    }

    private ClusterAccess Access(string field) => KubeConfigReader.Read(
        $$"""
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u} }]
        users: [{name: u, user: {token: "{{FakeApiServerOptions.AdminToken}}"} }]
        clusters:
        - name: c
          cluster:
            server: https://127.0.0.1:{{_server.Url.Port}}
            certificate-authority-data: {{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(_authority.CertificatePem))}}
            {{field}}
        """,
        "/f/config",
        "");

    private static async Task<string?> AskAsync(ClusterAccess access)
    {
        using var http = ClusterHttp.Create(access);
        try
        {
            (await new ApiClient(http, TimeProvider.System).ListAsync(ResourceQuery.Pods(null), "", CancellationToken.None)).Dispose();
            return null;
        }
        catch (ApiException e)
        {
            return e.Message;
        }
    }
}
