using Argos.Rules.Core.Facts;
using Argos.Rules.Hosting.Trust;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Engine.Tests.Facts;

/// <summary>Facts of a ZTS that validates what it is asked.</summary>
internal abstract class ZtsFactTests
{
    protected const string Principal = "media.sports.api";

    private readonly TestAuthority _authority = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("argos-zts-facts-").FullName;

    private IssuedCertificate _own = null!;

    protected FakeZts Zts { get; private set; } = null!;

    protected FactBench Bench { get; private set; } = null!;

    /// <summary>The policy that asks.</summary>
    protected abstract Func<PolicyContext, Outcome> Policy { get; }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _own = _authority.Provider("zts.provider");
        Zts = await FakeZts.StartAsync(new ZtsOptions { Authority = _authority }, CancellationToken.None);
        var options = new FactsOptions { ZtsUrl = $"{Zts.Url}zts/v1", ZtsCaFile = _authority.WriteTo(_folder, "ca") };
        Bench = new FactBench(options, new GivenClientCertificate(_own.Certificate));
        Bench.Policy(Policy);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Bench.Dispose();
        await Zts.DisposeAsync();
        _own.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
