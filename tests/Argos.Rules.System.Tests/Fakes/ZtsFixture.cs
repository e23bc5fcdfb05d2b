using System.Collections.Immutable;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>A ZTS with one provider stub behind it.</summary>
internal abstract class ZtsFixture
{
    protected const string ProviderName = "k8s.cluster1.identityd";

    protected static readonly AgentIdentity Api = new()
    {
        Provider = ProviderName,
        Domain = "media.sports",
        Service = "api",
        InstanceId = "5f1d6e1e-0000-4000-8000-0000000000aa",
        DnsSuffix = "cluster1.k8s.athenz.cloud",
        Address = "10.1.2.3",
        Token = "proof",
    };

    private readonly List<IAsyncDisposable> _started = [];

    protected TestAuthority Authority { get; private set; } = null!;

    protected FakeProvider Provider { get; private set; } = null!;

    protected FakeZts Zts { get; private set; } = null!;

    protected FakeAgent Agent { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Authority = new TestAuthority("Athenz CA");
        Provider = await StartProviderAsync(Authority.Provider(ProviderName));
        await StartZtsAsync(o => o);
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var started in Enumerable.Reverse(_started)) await started.DisposeAsync();
        _started.Clear();
        Authority.Dispose();
    }

    protected async Task<FakeProvider> StartProviderAsync(IssuedCertificate certificate)
    {
        var provider = await FakeProvider.StartAsync(certificate);
        _started.Add(provider);
        return provider;
    }

    /// <summary>Starts another ZTS in place of the first.</summary>
    protected async Task StartZtsAsync(Func<ZtsOptions, ZtsOptions> change)
    {
        var options = new ZtsOptions
        {
            Authority = Authority,
            Providers = [new ZtsProvider(ProviderName, Provider.Url.ToString(), ["cluster1.k8s.athenz.cloud"])],
            Services = [new ZtsService("media.sports", "api", [ProviderName])],
        };
        Zts = await FakeZts.StartAsync(change(options), CancellationToken.None);
        _started.Add(Zts);
        Agent = new FakeAgent(Zts, TestKey.Shared);
    }

    protected Task StartZtsAsync(ZtsProvider provider) => StartZtsAsync(o => o with { Providers = [provider] });

    protected ZtsProvider ProviderAt(string endpoint, params ImmutableArray<string> suffixes) =>
        new(ProviderName, endpoint, suffixes.IsDefaultOrEmpty ? ["cluster1.k8s.athenz.cloud"] : suffixes);
}
