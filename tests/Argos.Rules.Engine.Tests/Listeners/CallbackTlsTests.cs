using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Engine.Tests.Listeners;

internal sealed class CallbackTlsTests
{
    private const string Confirmation = """{"provider":"p","domain":"d","service":"s"}""";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    [Test]
    public async Task Client_without_a_certificate_gets_no_answer()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var client = engine.Client(certificate: null);

        Assert.That(async () => await PostAsync(client), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Client_of_a_foreign_authority_with_the_same_name_gets_no_answer()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var foreign = new TestAuthority();
        using var issued = foreign.Client(RunningEngine.Zts);
        using var client = engine.Client(issued.Certificate);

        Assert.That(async () => await PostAsync(client), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Client_whose_certificate_is_for_servers_only_gets_no_answer()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var issued = engine.Authority.Issue("CN=" + RunningEngine.Zts, [ServerAuth]);
        using var client = engine.Client(issued.Certificate);

        Assert.That(async () => await PostAsync(client), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Client_whose_certificate_has_expired_gets_no_answer()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var issued = engine.Authority.Issue("CN=" + RunningEngine.Zts, [ClientAuth], notBefore: TimeSpan.FromHours(-2), notAfter: TimeSpan.FromHours(-1));
        using var client = engine.Client(issued.Certificate);

        Assert.That(async () => await PostAsync(client), Throws.InstanceOf<HttpRequestException>());
    }

    [TestCase("CN=media.sports.api")]
    [TestCase("CN=SYS.AUTH.ZTS")]
    [TestCase("CN=sys.auth.zts.evil")]
    [TestCase("CN=sys.auth.zts, CN=other")]
    [TestCase("OU=sys.auth.zts, CN=other")]
    public async Task Client_with_another_name_is_refused_in_the_handshake(string subject)
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var issued = engine.Authority.Issue(subject, [ClientAuth]);
        using var client = engine.Client(issued.Certificate);

        Assert.That(async () => await PostAsync(client), Throws.InstanceOf<HttpRequestException>());
        using var diagnostics = engine.DiagnosticsClient();
        Assert.That(await diagnostics.GetStringAsync("/metrics"), Does.Contain("argos_handshakes_refused_total{reason=\"name\"} 1"));
    }

    [Test]
    public async Task Flood_of_strangers_does_not_flood_the_log()
    {
        using var log = new RecordedLogs();
        await using var engine = new RunningEngine { Log = log };
        await engine.StartAsync();
        using var issued = engine.Authority.Issue("CN=stranger, " + string.Join(", ", Enumerable.Range(0, 100).Select(static i => $"OU=unit{i}")), [ClientAuth]);
        using var client = engine.Client(issued.Certificate);
        for (var i = 0; i < 30; i++) Assert.That(async () => await PostAsync(client), Throws.InstanceOf<HttpRequestException>());

        var lines = log.Lines.Where(static line => line.Contains("Client not allowed", StringComparison.Ordinal)).ToArray();
        Assert.That(lines, Has.Length.InRange(10, 20), "ten in ten seconds");
        Assert.That(lines, Has.All.Length.LessThan(500).And.All.Contain("Callback:AllowedClients"));
    }

    /// <summary>A TLS alert as the first record, then the end: the server library fails on it in a way of its own.</summary>
    [Test]
    public async Task Bytes_that_are_no_handshake_are_not_logged_as_errors()
    {
        using var log = new RecordedLogs();
        await using var engine = new RunningEngine { Log = log };
        await engine.StartAsync();
        foreach (var bytes in new byte[][] { [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x50], [0x16, 0x03, 0x01], "GET / HTTP/1.1\r\n\r\n"u8.ToArray() })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, engine.CallbackUri.Port);
            var stream = socket.GetStream();
            await stream.WriteAsync(bytes);
            socket.Client.Shutdown(SocketShutdown.Send);
            // Until the server has closed it, with whatever it says before.
            try
            {
                while (await stream.ReadAsync(new byte[256]) > 0)
                {
                }
            }
            catch (IOException)
            {
                // Reset is an end too.
            }
        }
        using var client = engine.ZtsClient();
        using var answer = await PostAsync(client);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(log.Lines, Has.None.Contain("Unhandled exception").And.None.StartsWith("Error"));
    }

    [Test]
    public async Task Client_with_an_allowed_dns_name_is_answered()
    {
        var engine = new RunningEngine();
        engine.Settings["Callback:AllowedClients"] = "sys.auth.other,zts.athenz.example";
        await using var running = await engine.StartAsync();
        using var issued = engine.Authority.Client("host-1", static names => names.AddDnsName("ZTS.athenz.example"));
        using var client = engine.Client(issued.Certificate);

        using var answer = await PostAsync(client);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task Client_with_one_version_of_tls_is_answered(SslProtocols version)
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var issued = engine.Authority.Client(RunningEngine.Zts);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.EnabledSslProtocols = version;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, server, _, _) => server is X509Certificate2 leaf && engine.Authority.Trusts(leaf);
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => issued.Certificate;
        using var client = new HttpClient(handler) { BaseAddress = engine.CallbackUri, Timeout = TimeSpan.FromSeconds(20) };

        using var answer = await PostAsync(client);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("pkcs1")]
    [TestCase("pkcs8")]
    public async Task Server_with_an_rsa_key_answers(string format)
    {
        var engine = new RunningEngine();
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=k8s.cluster1.identityd", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var signed = engine.Authority.Sign(request, DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture), engine.Authority.Certificate.NotAfter);
        var certificate = Path.Combine(engine.Folder, "rsa.crt");
        var key = Path.Combine(engine.Folder, "rsa.key");
        await File.WriteAllTextAsync(certificate, signed.ExportCertificatePem());
        await File.WriteAllTextAsync(key, format == "pkcs1" ? rsa.ExportRSAPrivateKeyPem() : rsa.ExportPkcs8PrivateKeyPem());
        engine.Settings["Callback:CertificateFile"] = certificate;
        engine.Settings["Callback:KeyFile"] = key;
        await using var running = await engine.StartAsync();
        using var client = engine.ZtsClient();

        using var answer = await PostAsync(client);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client) => client.PostAsync("/instance", new StringContent(Confirmation));
}
