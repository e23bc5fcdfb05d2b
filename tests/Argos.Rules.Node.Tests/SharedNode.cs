using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests;

/// <summary>One node for all tests, with the images of the product, a namespace of workloads, and a fake of ZTS that pods and the node reach.</summary>
[SetUpFixture]
internal sealed class SharedNode
{
    private static readonly RSA Key = RSA.Create(2048);
    private static RealNode? _node;
    private static string _folder = "";

    /// <summary>The namespace of the workloads: the domain <c>media.sports</c>.</summary>
    public const string Workloads = "media-sports";

    public static RealNode Node => _node ?? throw new InvalidOperationException("there is no node");

    public static TestAuthority Authority { get; private set; } = null!;

    public static FakeZts Zts { get; private set; } = null!;

    /// <summary>The published engine.</summary>
    public static string PublishedEngine => Path.Combine(_folder, "engine");

    /// <summary>The registered service key of the provider, in PKCS#8.</summary>
    public static string ServiceKey { get; } = Key.ExportPkcs8PrivateKeyPem();

    /// <summary>The folder of the provider's certificate: <c>tls.crt</c>, <c>tls.key</c>, <c>ca.crt</c>.</summary>
    public static string Certificates => Path.Combine(_folder, "tls");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (RealNode.Missing is not null) return;
        _folder = Directory.CreateTempSubdirectory("argos-images-").FullName;
        _node = await RealNode.StartAsync(CancellationToken.None);
        await Shared.NodeImages.AddAsync(_node, _folder, CancellationToken.None);
        Authority = new TestAuthority("Athenz CA");
        Authority.WriteTo(Certificates);
        using var provider = Authority.Provider(SampleNames.Provider);
        provider.WriteTo(Certificates, "tls");
        Zts = await FakeZts.StartAsync(Options(), CancellationToken.None);
        await PrepareAsync(new Kubectl(_node.Kubeconfig, _folder));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Key.Dispose();
        if (_node is null) return;
        if (Zts is not null) await Zts.DisposeAsync();
        await _node.DisposeAsync();
        Authority?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ZtsOptions Options() => new()
    {
        Authority = Authority,
        Address = IPAddress.Parse(RealNode.HostAddress),
        Providers = [new ZtsProvider(SampleNames.Provider, $"https://{Shared.Manifests.ServiceAddress}:4443", [SampleNames.DnsSuffix])],
        Services =
        [
            new ZtsService("k8s.cluster1", "identityd", []) { PublicKeys = ImmutableDictionary<string,
                string>.Empty.Add("v0", Key.ExportSubjectPublicKeyInfoPem()) },
            new ZtsService("media.sports", "api", [SampleNames.Provider]),
            new ZtsService("media.sports", "web", [SampleNames.Provider]),
        ],
    };

    private static async Task PrepareAsync(Kubectl kubectl)
    {
        foreach (var name in new[] { SampleNames.Namespace, Workloads }) await kubectl.RunAsync(
            CancellationToken.None, "create", "namespace", name);
        foreach (var name in new[] { "api", "web" }) await kubectl.RunAsync(
            CancellationToken.None, "-n", Workloads, "create", "serviceaccount", name);
        await kubectl.RunAsync(CancellationToken.None, "-n", Workloads, "create", "configmap", "athenz-ca",
            $"--from-file={Path.Combine(Certificates, "ca.crt")}");
        await kubectl.RunAsync(CancellationToken.None, "-n", SampleNames.Namespace, "create", "secret", "generic", "identityd-tls",
            $"--from-file={Path.Combine(Certificates, "tls.crt")}", $"--from-file={Path.Combine(Certificates, "tls.key")}",
                $"--from-file={Path.Combine(Certificates, "ca.crt")}");
    }
}
