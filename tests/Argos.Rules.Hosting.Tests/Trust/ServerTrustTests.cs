using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Hosting.Http;
using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Hosting.Trust;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Hosting.Tests.Trust;

internal sealed class ServerTrustTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly TestAuthority _root = new("the root");
    private readonly TestAuthority _intermediate;

    public ServerTrustTests() => _intermediate = _root.Intermediate("the intermediate");

    [OneTimeTearDown]
    public void Close()
    {
        _intermediate.Dispose();
        _root.Dispose();
    }

    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    public async Task Server_of_a_given_root_is_trusted(string host)
    {
        using var certificate = _root.Host();
        using var server = new TlsServer(certificate, []);

        Assert.That(await AskAsync(server, host, Anchored(_root)), Is.Empty);
    }

    [Test]
    public async Task Server_at_an_IPv6_address_is_trusted()
    {
        if (!Socket.OSSupportsIPv6) Assert.Ignore("there is no IPv6");
        using var certificate = _root.Host();
        using var server = new TlsServer(certificate, [], IPAddress.IPv6Loopback);

        Assert.That(await AskAsync(server, "[::1]", Anchored(_root)), Is.Empty);
    }

    [Test]
    public async Task Given_anchor_may_be_an_intermediate([Values(0, 1, 2)] int sent)
    {
        using var certificate = _intermediate.Host();
        using var server = new TlsServer(certificate, [.. new[] { _intermediate.Certificate, _root.Certificate }.Take(sent)]);

        Assert.That(await AskAsync(server, "localhost", Anchored(_intermediate)), Is.Empty);
    }

    [Test]
    public async Task Given_anchor_may_be_the_servers_own_certificate()
    {
        using var certificate = _intermediate.Host();
        using var server = new TlsServer(certificate, []);

        Assert.That(await AskAsync(server, "localhost", new ServerTrust(SecretSource.FromText(certificate.CertificatePem))), Is.Empty);
    }

    [Test]
    public async Task Chain_through_a_sent_intermediate_is_trusted_by_its_root()
    {
        using var certificate = _intermediate.Host();
        using var server = new TlsServer(certificate, [_intermediate.Certificate]);

        Assert.That(await AskAsync(server, "localhost", Anchored(_root)), Is.Empty);
    }

    [Test]
    public async Task Server_of_another_authority_of_the_same_name_is_refused([Values] bool sendsItsAuthority)
    {
        using var other = new TestAuthority("the root");
        using var below = other.Intermediate("the intermediate");
        using var certificate = below.Host();
        using var server = new TlsServer(certificate, sendsItsAuthority ? [below.Certificate, other.Certificate] : []);

        Assert.That(await AskAsync(server, "localhost", Anchored(_intermediate)), Does.Contain("CN=localhost"));
        Assert.That(
            await AskAsync(server, "localhost", Anchored(_root)),
            Does.Contain("chains to none of the 1 certificates in `(given by value)`").Or.Contain("is not signed by its issuer"));
        Assert.That(server.Requests, Is.Zero);
    }

    [Test]
    public async Task Certificate_signed_by_a_leaf_is_refused([Values] bool leafIsAnchor)
    {
        using var leaf = _root.Host();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=under a leaf", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var leafKey = leaf.Certificate.GetECDsaPrivateKey()!;
        using var signed = request.Create(
            leaf.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(leafKey),
            leaf.Certificate.NotBefore, leaf.Certificate.NotAfter, [1, 2, 3]);
        using var certificate = new IssuedCertificate(signed.CopyWithPrivateKey(key), leaf.Certificate);
        using var server = new TlsServer(certificate, [leaf.Certificate]);

        var problem = await AskAsync(
            server,
            "localhost",
            new ServerTrust(SecretSource.FromText(leafIsAnchor ? leaf.CertificatePem : _root.CertificatePem)));

        Assert.That(problem, Does.Contain("CN=localhost"));
        Assert.That(server.Requests, Is.Zero);
    }

    [Test]
    public async Task Certificate_for_clients_is_refused()
    {
        using var certificate = _root.Issue("CN=a client", [ClientAuth], static names => names.AddDnsName("localhost"));
        using var server = new TlsServer(certificate, []);

        Assert.That(
            await AskAsync(server, "localhost", Anchored(_root)),
            Is.EqualTo("the certificate `CN=a client` is not for servers: its extended key usages lack serverAuth"));
        Assert.That(server.Requests, Is.Zero);
    }

    [Test]
    public async Task Name_of_the_host_must_be_in_the_certificate()
    {
        using var certificate = _root.Hosts(["kubernetes.default.svc", "10.0.0.1.example"]);
        using var server = new TlsServer(certificate, []);

        Assert.That(
            await AskAsync(server, "localhost", Anchored(_root)),
            Is.EqualTo("the certificate of the server is for `kubernetes.default.svc`, `10.0.0.1.example`, not for `localhost`"));
        Assert.That(server.Requests, Is.Zero);
    }

    [TestCase("kubernetes.default.svc", true)]
    [TestCase("KUBERNETES.default.svc.", true)]
    [TestCase("localhost", false)]
    [TestCase("somebody.else.example", false)]
    [TestCase("127.0.0.1", false)]
    [TestCase("not a name", false)]
    public async Task Expected_name_counts_and_not_the_host(string name, bool trusted)
    {
        using var certificate = _root.Hosts(["kubernetes.default.svc"]);
        using var server = new TlsServer(certificate, []);

        var problem = await AskAsync(server, "localhost", new ServerTrust(SecretSource.FromText(_root.CertificatePem), name));

        Assert.That(problem, trusted ? Is.Empty : Does.Contain($"not for `{name}`"));
    }

    [Test]
    public async Task Common_name_is_no_name_of_a_server()
    {
        using var certificate = _root.Issue("CN=localhost", [ServerAuth]);
        using var server = new TlsServer(certificate, []);

        Assert.That(
            await AskAsync(server, "localhost", Anchored(_root)),
            Is.EqualTo("the certificate of the server is for no name, not for `localhost`"));
    }

    [TestCase(-48, -24)]
    [TestCase(24, 48)]
    public async Task Certificate_out_of_its_time_is_refused(int from, int to)
    {
        using var old = new TestAuthority("old");
        using var certificate = old.Issue(
            "CN=localhost", [ServerAuth], static names =>
                names.AddDnsName("localhost"), TimeSpan.FromHours(from) / 4, TimeSpan.FromHours(to) / 4);
        using var server = new TlsServer(certificate, []);

        Assert.That(
            await AskAsync(server, "localhost", Anchored(old)),
            Does.Match("^the certificate `CN=localhost` is valid from 2.+Z to 2.+Z only; renew it, or correct"));
    }

    [Test]
    public async Task Machine_does_not_trust_an_authority_of_our_own()
    {
        using var certificate = _root.Host();
        using var server = new TlsServer(certificate, []);

        Assert.That(
            await AskAsync(server, "localhost", ServerTrust.Machine),
            Is.EqualTo("the certificate `CN=localhost`, issued by `CN=the root`, chains to no root that this machine trusts"));
        Assert.That(await AskAsync(server, "localhost", ServerTrust.AnyServer), Is.Empty);
    }

    [Test]
    public async Task Missing_intermediate_is_not_downloaded()
    {
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var address = $"http://{web.LocalEndpoint}/intermediate.crt";
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [address]));
        using var signed = _intermediate.Sign(request, DateTimeOffset.UnixEpoch.AddYears(50), _intermediate.Certificate.NotAfter);
        using var certificate = new IssuedCertificate(signed.CopyWithPrivateKey(key), _intermediate.Certificate);
        using var server = new TlsServer(certificate, []);

        foreach (var trust in new[] { Anchored(_root), ServerTrust.Machine })
            Assert.That(
                await AskAsync(server, "localhost", trust),
                Does.StartWith("the certificate `CN=localhost`, issued by `CN=the intermediate`, chains to no"));
        Assert.That(web.Pending(), Is.False);
    }

    [Test]
    public async Task Anchors_are_read_at_each_handshake()
    {
        var folder = Directory.CreateTempSubdirectory("argos-trust-").FullName;
        var file = Path.Combine(folder, "ca.crt");
        using var certificate = _root.Host();
        using var server = new TlsServer(certificate, []);
        var trust = ServerTrust.OfFile(file);

        Assert.That(await AskAsync(server, "localhost", trust), Does.StartWith($"`{file}` cannot be read as certificates in PEM: "));
        await File.WriteAllTextAsync(file, "none");
        Assert.That(await AskAsync(server, "localhost", trust), Is.EqualTo($"`{file}` holds no certificate in PEM"));
        await File.WriteAllTextAsync(file, "-----BEGIN CERTIFICATE-----\nYnJva2Vu\n-----END CERTIFICATE-----\n");
        Assert.That(await AskAsync(server, "localhost", trust), Does.StartWith($"`{file}` cannot be read as certificates in PEM: "));
        await File.WriteAllTextAsync(file, "\ufeff" + _root.CertificatePem);
        Assert.That(await AskAsync(server, "localhost", trust), Is.Empty);
        Directory.Delete(folder, recursive: true);
    }

    private static ServerTrust Anchored(TestAuthority authority) => new(SecretSource.FromText(authority.CertificatePem));

    /// <summary>Asks once; answers what went wrong, or nothing.</summary>
    private static async Task<string> AskAsync(TlsServer server, string host, ServerTrust trust)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = trust.Options() });
        try
        {
            using var response = await http.GetAsync(new Uri($"https://{host}:{server.Port}/"));
            return response.IsSuccessStatusCode ? "" : response.StatusCode.ToString();
        }
        catch (HttpRequestException e)
        {
            return TransportFailure.Describe(e);
        }
    }
}
