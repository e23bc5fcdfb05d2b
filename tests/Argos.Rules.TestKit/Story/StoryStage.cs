using System.Collections.Immutable;
using Argos.Rules.TestKit.Athenz;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.TestKit.Story;

/// <summary>Everything the story needs: certificates, engine and mgmt as two processes, and a ZTS that calls the engine.</summary>
public sealed class StoryStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private StoryStage(string folder, TestAuthority authority, EngineProcess engine, MgmtProcess mgmt, PemFiles zts, string authorityFile)
    {
        Folder = folder;
        Authority = authority;
        Engine = engine;
        Mgmt = mgmt;
        ZtsFiles = zts;
        AuthorityFile = authorityFile;
        View = new EngineView(engine.Management, TokenFile);
    }

    /// <summary>Where certificates, manifests and audit records are.</summary>
    public string Folder { get; }

    /// <summary>The Athenz CA.</summary>
    public TestAuthority Authority { get; }

    /// <summary>Its certificate as a file.</summary>
    public string AuthorityFile { get; }

    /// <summary>ZTS's client certificate.</summary>
    public PemFiles ZtsFiles { get; }

    /// <summary>The management token, which the engine makes.</summary>
    public string TokenFile => Path.Combine(Folder, "management-token");

    /// <summary>The engine.</summary>
    public EngineProcess Engine { get; }

    /// <summary>mgmt.</summary>
    public MgmtProcess Mgmt { get; }

    /// <summary>What the engine holds.</summary>
    public EngineView View { get; }

    /// <summary>ZTS, once started.</summary>
    public FakeZts Zts { get; private set; } = null!;

    /// <summary>Starts everything and waits until the engine decides.</summary>
    /// <param name="cluster">A cluster that was created.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="tell">Hears what is being done.</param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    /// <param name="engine">More settings of the engine, without the dashes.</param>
    /// <param name="token">Whether the management API asks for a token, as the manifests have it.</param>
    /// <param name="mgmt">More settings of mgmt.</param>
    public static async Task<StoryStage> StartAsync(
        SampleCluster cluster, string folder, Action<string> tell, CancellationToken cancellationToken, ImmutableArray<string> engine = default, bool token = true, ImmutableArray<string> mgmt = default)
    {
        var stage = Build(cluster, folder, engine.IsDefault ? [] : engine, mgmt.IsDefault ? [] : mgmt, token);
        try
        {
            tell("starting the engine");
            stage.Engine.Start();
            tell("starting mgmt");
            stage.Mgmt.Start();
            tell("waiting until policies, settings, keys and pods are with the engine");
            await stage.WaitReadyAsync(cancellationToken);
            stage.Zts = await FakeZts.StartAsync(Options(stage), cancellationToken);
            tell("ready");
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the engine decides; fails at once when one of the processes has ended.</summary>
    public async Task WaitReadyAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = Engine.WaitReadyAsync(Patience, either.Token);
        var ended = Mgmt.Process.WaitForExitAsync(either.Token);
        if (await Task.WhenAny(ready, ended) == ended) Mgmt.Process.ThrowIfExited();
        await either.CancelAsync();
        try
        {
            await ready;
        }
        catch (TimeoutException problem)
        {
            throw new TimeoutException($"{problem.Message}\nmgmt's last lines:\n{Mgmt.Process.Log.Last(30)}", problem);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        View.Dispose();
        if (Zts is not null) await Zts.DisposeAsync();
        await Mgmt.DisposeAsync();
        await Engine.DisposeAsync();
        Authority.Dispose();
    }

    /// <summary>The services that the provider may launch.</summary>
    private static ImmutableArray<ZtsService> Services =>
    [
        .. SamplePod.All.Select(p => new ZtsService(p.Domain, p.ServiceAccount, [SampleNames.Provider])),
    ];

    private static ZtsOptions Options(StoryStage stage) => new()
    {
        Authority = stage.Authority,
        Providers = [new ZtsProvider(SampleNames.Provider, stage.Engine.Callback.ToString(), [SampleNames.DnsSuffix])],
        Services = Services,
    };

    private static StoryStage Build(SampleCluster cluster, string folder, ImmutableArray<string> more, ImmutableArray<string> moreOfMgmt, bool withToken)
    {
        var certificates = Path.Combine(folder, "certificates");
        var authority = new TestAuthority("Athenz development CA");
        using var provider = authority.Provider(SampleNames.Provider);
        using var zts = authority.Client("sys.auth.zts");
        var server = provider.WriteTo(certificates, "provider");
        var authorityFile = authority.WriteTo(certificates);
        var token = Path.Combine(folder, "management-token");
        var engine = new EngineProcess(new EngineSettings
        {
            CertificateFile = server.Certificate,
            KeyFile = server.Key,
            ClientCaFile = authorityFile,
            WorkingDirectory = folder,
            More = withToken ? [$"Management:TokenFile={token}", "Management:GenerateToken=true", .. more] : more,
        });
        var source = cluster.Source(engine.Management, folder);
        source = source with { More = [.. source.More, .. moreOfMgmt] };
        var mgmt = new MgmtProcess(withToken ? source with { More = [.. source.More, $"Engine:TokenFile={token}"] } : source);
        return new StoryStage(folder, authority, engine, mgmt, zts.WriteTo(certificates, "zts"), authorityFile);
    }
}
