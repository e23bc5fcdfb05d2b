using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Fakes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Athenz.Services;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Platforms;

/// <summary>zts-svccert with a register token: ZTS issues the token, calls the engine, and the engine fetches ZTS's keys.</summary>
internal sealed class ZtsTokenTests : SystemTest
{
    private const string Provider = "zts.tokens.identityd";
    private const string Admin = "home.operator";

    private static readonly AgentIdentity Host1 = new()
    {
        Form = AgentForm.ZtsSvcCert,
        Provider = Provider,
        Domain = "media.sports",
        Service = "api",
        InstanceId = "host1",
        DnsSuffix = "zts.athenz.cloud",
        Address = "192.0.2.7",
        Token = null,
    };

    private TestAuthority _authority = null!;
    private FakeZts _zts = null!;
    private EngineProcess _engine = null!;
    private SecretScan _scan = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _scan = new SecretScan();
        _authority = new TestAuthority("Athenz CA");
        var port = FreePort.Next();
        _zts = await FakeZts.StartAsync(new ZtsOptions
        {
            Authority = _authority,
            Providers = [new ZtsProvider(Provider, $"https://127.0.0.1:{port}", ["zts.athenz.cloud"])],
            Services = [new ZtsService("media.sports", "api", [Provider, RegisterTokens.ZtsProvider]) { Admins = [Admin] }],
        }, Deadline);
        using var certificate = _authority.Provider(Provider);
        var files = certificate.WriteTo(Folder, "server");
        _engine = new EngineProcess(new EngineSettings
        {
            CertificateFile = files.Certificate,
            KeyFile = files.Key,
            ClientCaFile = _authority.WriteTo(Folder),
            WorkingDirectory = Folder,
            CallbackPort = port,
            More = ["Sync:RequiredSources=", $"Facts:ZtsUrl={new Uri(_zts.Url, "/zts/v1")}", $"Facts:ZtsCaFile={Path.Combine(Folder, "ca.crt")}"],
        });
        _engine.Start();
        var folder = Path.Combine(BuiltOutput.Root, "policies", "zts-token");
        await Eventually.HoldsAsync(_ => PutAsync("v1/policies/zts-token", File.ReadAllText(Path.Combine(folder, "policy.csx")), "text/plain"), "the policy in force", TimeSpan.FromMinutes(2), Deadline);
        var settings = """{"issuer":"sys.auth.zts","audience":"sys.auth.zts","tokenProvider":"sys.auth.zts","dnsSuffixes":["zts.athenz.cloud"],"allowedServices":["media.sports.api"]}""";
        Assert.That(await PutAsync($"v1/data/providers/{Provider}", settings, "application/json"), Is.True);
        await _engine.WaitReadyAsync(TimeSpan.FromMinutes(1), Deadline);
    }

    [TearDown]
    public async Task CleanUpAsync()
    {
        await _engine.DisposeAsync();
        await _zts.DisposeAsync();
        _authority.Dispose();
    }

    [Test]
    public async Task Instance_with_its_token_gets_and_refreshes_a_certificate_and_nobody_else_does()
    {
        var agent = new FakeAgent(_zts, TestKey.Shared);
        var token = await TokenAsync("host1");
        _scan.KeepAttestation(token);

        using var registered = await agent.RegisterAsync(Host1 with { Token = token }, Deadline);
        Assert.That(registered.Status, Is.EqualTo(HttpStatusCode.Created), registered.Message);
        using var refreshed = await agent.RefreshAsync(Host1 with { Token = token }, registered.Certificate!, Deadline);
        Assert.That(refreshed.Status, Is.EqualTo(HttpStatusCode.OK), refreshed.Message);

        await DeniedAsync(Host1 with { Token = token, InstanceId = "host2" }, "instance-id-foreign");
        await DeniedAsync(Host1 with { Token = token, CalledFrom = "192.0.2.9" }, "client-ip-foreign");
        await DeniedAsync(Host1 with { Token = token[..^8] + "AAAAAAAA" }, "token-signature");
        await DeniedAsync(Host1 with { Token = Signed(TokenSigning.ForeignKey) }, "token-signature");
        await DeniedAsync(Host1 with { Token = Signed(TokenSigning.None) }, "token-algorithm");
        await DeniedAsync(Host1 with { Token = Signed(TokenSigning.HmacWithPublicKey) }, "token-algorithm");
        await DeniedAsync(Host1 with { Token = Aged(TimeSpan.FromMinutes(31)) }, "token-too-old");
        await DeniedAsync(Host1 with { Token = Aged(TimeSpan.FromMinutes(-10)) }, "token-not-yet-valid");
        await DeniedAsync(Host1 with { Token = "v=S1;d=media.sports;n=api;k=0;a=1;t=1;e=9999999999;s=x" }, "token-kind");
        AssertNoSecretIsWritten();
    }

    /// <summary>Neither in the log, nor in the audit file, nor in what ZTS and the agent heard.</summary>
    private void AssertNoSecretIsWritten()
    {
        using var stream = new FileStream(_engine.Settings.AuditFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var audit = new StreamReader(stream);
        var written = _engine.Process.Log + audit.ReadToEnd() + string.Concat(_zts.Exchanges.Select(static e => e.Answer));
        Assert.That(written, Does.Contain("token-signature"));
        Assert.That(_scan.Count, Is.GreaterThan(5));
        Assert.That(_scan.FoundIn("what was written", written), Is.Empty);
    }

    private string Signed(TokenSigning signing) => _zts.RegisterTokens.Sign(_zts.RegisterTokens.Claims("media.sports", "api", "host1", Admin), signing);

    private string Aged(TimeSpan age)
    {
        var claims = _zts.RegisterTokens.Claims("media.sports", "api", "host1", Admin);
        claims["iat"] = (long)claims["iat"]! - (long)age.TotalSeconds;
        return _zts.RegisterTokens.Sign(claims);
    }

    private async Task DeniedAsync(AgentIdentity identity, string code)
    {
        _scan.KeepAttestation(identity.Token!);
        using var reply = await new FakeAgent(_zts, TestKey.Shared).RegisterAsync(identity, Deadline);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden), reply.Message);
        Assert.That(reply.Message, Does.Contain($"denied: {code} "));
    }

    /// <summary>What zts-svccert -get-instance-register-token does.</summary>
    private async Task<string> TokenAsync(string instance)
    {
        using var admin = _authority.Client(Admin);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 server && _authority.Trusts(server);
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => admin.Certificate;
        using var http = new HttpClient(handler);
        var answer = await http.GetStringAsync(new Uri(_zts.Url, $"/zts/v1/instance/{RegisterTokens.ZtsProvider}/media.sports/api/{instance}/token"), Deadline);
        return (string)JsonNode.Parse(answer)!["attestationData"]!;
    }

    private async Task<bool> PutAsync(string path, string content, string type)
    {
        using var http = new HttpClient();
        using var body = new StringContent(content, Encoding.UTF8, type);
        try
        {
            using var put = await http.PutAsync(new Uri(_engine.Management, path), body, Deadline);
            return put.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            _engine.Process.ThrowIfExited();
            return false;
        }
    }
}
