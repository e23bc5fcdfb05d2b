using System.Collections.Immutable;
using System.Security.Cryptography;
using Argos.Rules.Enrollment;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Athenz.Services;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Certificates;

/// <summary>A ZTS that knows one service, k8s.cluster1.identityd, by its key <c>v0</c> and as an instance of its own provider.</summary>
internal sealed class ServiceFixture : IAsyncDisposable
{
    public const string Domain = "k8s.cluster1";
    public const string Service = "identityd";
    public const string Identity = Domain + "." + Service;
    public const string Admin = "home.operator";

    // One for all tests: making one takes longer than the rest of a test.
    private static readonly RSA Key = RSA.Create(2048);

    private ServiceFixture(ManualTime time) => (Time, Authority) = (time, new TestAuthority("Athenz CA", time));

    public string Folder { get; } = Directory.CreateTempSubdirectory("argos-cert-").FullName;

    public ManualTime Time { get; }

    public TestAuthority Authority { get; }

    public FakeZts Zts { get; private set; } = null!;

    public string CertificateFile => Path.Combine(Folder, "tls", "tls.crt");

    public string KeyFile => Path.Combine(Folder, "tls", "tls.key");

    public string ServiceKeyFile => Path.Combine(Folder, "service.key");

    public string TokenFile => Path.Combine(Folder, "token");

    public CertificateFolder Pair => new(CertificateFile, KeyFile, "");

    public static async Task<ServiceFixture> StartAsync(Func<ZtsOptions, ZtsOptions>? change = null)
    {
        // Near the real time: TLS looks at the real clock.
        var fixture = new ServiceFixture(new ManualTime(TimeProvider.System.GetUtcNow()));
        await File.WriteAllTextAsync(fixture.ServiceKeyFile, Key.ExportPkcs8PrivateKeyPem());
        fixture.Authority.WriteTo(fixture.Folder);
        var options = new ZtsOptions
        {
            Authority = fixture.Authority,
            Time = fixture.Time,
            Providers = [new ZtsProvider(RegisterTokens.ZtsProvider, "class://com.yahoo.athenz.instance.provider.impl.InstanceZTSProvider", ["zts.athenz.cloud"])],
            Services =
            [
                new ZtsService(Domain, Service, [RegisterTokens.ZtsProvider])
                {
                    PublicKeys = ImmutableDictionary<string, string>.Empty.Add("v0", Key.ExportSubjectPublicKeyInfoPem()),
                    Admins = [Admin],
                },
            ],
        };
        fixture.Zts = await FakeZts.StartAsync(change?.Invoke(options) ?? options, CancellationToken.None);
        return fixture;
    }

    public CertificatesOptions WithServiceKey() => Common(new CertificatesOptions { ServiceKeyFile = ServiceKeyFile, KeyVersion = "v0" });

    public CertificatesOptions WithToken(string instance = "identityd-0") => Common(new CertificatesOptions { TokenFile = TokenFile, InstanceId = instance });

    /// <summary>Puts a fresh register token into the file.</summary>
    public string WriteToken(string instance = "identityd-0")
    {
        var token = Zts.RegisterTokens.Sign(Zts.RegisterTokens.Claims(Domain, Service, instance, Admin));
        File.WriteAllText(TokenFile, token);
        return token;
    }

    public EnrollmentClient Client(CertificatesOptions options) => new(options, Pair, Time);

    public Task<CertificateOutcome> ObtainAsync(CertificatesOptions options, bool register = false) =>
        Client(options).ObtainAsync(register, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Zts.DisposeAsync();
        Authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private CertificatesOptions Common(CertificatesOptions options)
    {
        options.ZtsUrl = new Uri(Zts.Url, "/zts/v1").ToString();
        options.TrustFile = Path.Combine(Folder, "ca.crt");
        options.Domain = Domain;
        options.Service = Service;
        options.DnsSuffix = "zts.athenz.cloud";
        return options;
    }
}
