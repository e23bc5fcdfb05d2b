using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.System.Tests.Fakes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Certificates;

/// <summary>From a registered service key to a certificate that an agent gets: ZTS calls the engine only when it shows the provider's name.</summary>
internal sealed class OwnCertificateTests : SystemTest
{
    private const string Provider = "k8s.cluster1.identityd";

    private static readonly AgentIdentity Api = new()
    {
        Provider = Provider,
        Domain = "media.sports",
        Service = "api",
        InstanceId = "host1",
        DnsSuffix = "cluster1.k8s.athenz.cloud",
        Token = "proof",
        Address = "10.1.2.3",
    };

    private readonly RSA _key = RSA.Create(2048);
    private TestAuthority _authority = null!;
    private FakeZts _zts = null!;
    private int _port;

    private string CertificateFile => Path.Combine(Folder, "tls", "tls.crt");

    private string KeyFile => Path.Combine(Folder, "tls", "tls.key");

    private string ServiceKeyFile => Path.Combine(Folder, "service.key");

    private string RootsFile => Path.Combine(Folder, "ca.crt");

    [SetUp]
    public async Task PrepareAsync()
    {
        _authority = new TestAuthority("Athenz CA");
        _authority.WriteTo(Folder);
        await File.WriteAllTextAsync(ServiceKeyFile, _key.ExportPkcs8PrivateKeyPem());
        _port = FreePort.Next();
        _zts = await FakeZts.StartAsync(new ZtsOptions
        {
            Authority = _authority,
            Providers = [new ZtsProvider(Provider, $"https://127.0.0.1:{_port}", ["cluster1.k8s.athenz.cloud"])],
            Services =
            [
                new ZtsService("k8s.cluster1", "identityd", []) { PublicKeys = ImmutableDictionary<string, string>.Empty.Add("v0", _key.ExportSubjectPublicKeyInfoPem()) },
                new ZtsService("media.sports", "api", [Provider]),
            ],
        }, Deadline);
    }

    [TearDown]
    public async Task CleanUpAsync()
    {
        await _zts.DisposeAsync();
        _authority.Dispose();
    }

    [OneTimeTearDown]
    public void Forget() => _key.Dispose();

    [Test]
    public async Task Certificate_of_the_command_line_serves_zts()
    {
        await using (var cert = ChildProcess.StartDotnet("argos", BuiltOutput.Cli,
        [
            "cert", "--zts", Zts, "--domain", "k8s.cluster1", "--service", "identityd", "--dns-domain", "athenz.cloud", "--private-key", ServiceKeyFile,
            "--key-version", "v0", "--cacert", RootsFile, "--cert-file", CertificateFile, "--key-file", KeyFile, "--once",
        ], Folder))
        {
            Assert.That(await cert.WaitForExitAsync(Deadline), Is.Zero, cert.Log.ToString());
        }
        await using var engine = await StartAsync([]);

        await GetsCertificateAsync();
    }

    [Test]
    public async Task Engine_that_obtains_its_certificate_itself_serves_zts()
    {
        await using var engine = await StartAsync(
        [
            $"Certificates:ZtsUrl={Zts}", $"Certificates:TrustFile={RootsFile}", "Certificates:Domain=k8s.cluster1", "Certificates:Service=identityd",
            "Certificates:DnsSuffix=athenz.cloud", $"Certificates:ServiceKeyFile={ServiceKeyFile}", "Certificates:KeyVersion=v0",
        ]);

        await GetsCertificateAsync();
        var key = await File.ReadAllTextAsync(ServiceKeyFile, Deadline);
        Assert.That(engine.Process.Log.ToString(), Does.Contain("Certificate obtained").And.Not.Contain(key.Split('\n')[1]).And.Not.Contain(";s="));
    }

    private string Zts => new Uri(_zts.Url, "/zts/v1").ToString();

    private async Task GetsCertificateAsync()
    {
        using var reply = await new FakeAgent(_zts, TestKey.Shared).RegisterAsync(Api, Deadline);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Message);
        Assert.That(_zts.Exchanges.Single().Status, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>An engine with one policy, which says yes.</summary>
    private async Task<EngineProcess> StartAsync(ImmutableArray<string> more)
    {
        var engine = new EngineProcess(new EngineSettings
        {
            CertificateFile = CertificateFile,
            KeyFile = KeyFile,
            ClientCaFile = RootsFile,
            WorkingDirectory = Folder,
            CallbackPort = _port,
            More = ["Sync:RequiredSources=", .. more],
        });
        engine.Start();
        try
        {
            // The first policy makes it ready.
            await Eventually.HoldsAsync(_ => PutPolicyAsync(engine), "a policy in force", TimeSpan.FromMinutes(2), Deadline);
            await engine.WaitReadyAsync(TimeSpan.FromMinutes(1), Deadline);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> PutPolicyAsync(EngineProcess engine)
    {
        using var http = new HttpClient();
        using var policy = new StringContent("return Allow();", Encoding.UTF8, "text/plain");
        try
        {
            using var put = await http.PutAsync(new Uri(engine.Management, "v1/policies/all"), policy, Deadline);
            return put.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            engine.Process.ThrowIfExited();
            return false;
        }
    }
}
