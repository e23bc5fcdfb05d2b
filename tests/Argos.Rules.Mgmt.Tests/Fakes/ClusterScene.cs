using Argos.Rules.Mgmt.Configuration;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>The whole of mgmt as its settings put it together, between an API server and an engine over real HTTP, on a clock that is moved by hand. Token and CA stand in files.</summary>
internal sealed class ClusterScene : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argos-scene-").FullName;
    private WebApplication? _mgmt;

    private ClusterScene(FakeApiServer server, FakeEngine engine) => (Server, Engine, Network) = (server, engine, new TcpRelay(server.Url.Port));

    public ManualTime Time { get; } = new();

    public FakeApiServer Server { get; }

    public FakeEngine Engine { get; }

    /// <summary>What lies between mgmt and the API server.</summary>
    public TcpRelay Network { get; }

    public ClusterView View => _mgmt!.Services.GetRequiredService<ClusterView>();

    public SyncHealth Health => _mgmt!.Services.GetRequiredService<SyncHealth>();

    public MgmtMetrics Metrics => _mgmt!.Services.GetRequiredService<MgmtMetrics>();

    private string TokenFile => Path.Combine(_folder, "token");

    private string AuthorityFile => Path.Combine(_folder, "ca.crt");

    /// <summary>An API server and an engine; mgmt does not run yet.</summary>
    public static async Task<ClusterScene> StartAsync(TestAuthority? authority = null)
    {
        var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Authority = authority, Mint = Some.Mint }, CancellationToken.None);
        var scene = new ClusterScene(server, await FakeEngine.StartAsync(CancellationToken.None));
        scene.WriteToken(FakeApiServerOptions.AdminToken);
        if (authority is not null) scene.WriteAuthority(authority.CertificatePem);
        scene.PutPod("shop/web-0");
        return scene;
    }

    /// <summary>Starts mgmt and waits until the engine has accepted its set.</summary>
    public async Task RunAsync(params (string Name, string Value)[] settings)
    {
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        var trust = File.Exists(AuthorityFile) ? ", certificate-authority: ca.crt" : "";
        await File.WriteAllTextAsync(kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "{{new UriBuilder(Server.Url) { Port = Network.Port }.Uri}}"{{trust}} } }]
            users: [{name: mgmt, user: {tokenFile: token} }]
            contexts: [{name: test, context: {cluster: test, user: mgmt, namespace: argos} }]
            """);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Source:Kubeconfig", kubeconfig), new("Engine:Url", Engine.Url.ToString()), new("Diagnostics:Listen", "127.0.0.1:0"), new("Status:Replica", "r1"), .. settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))]);
        var reader = new SettingsReader(configuration.Build());
        var options = OptionsReader.Read(reader) with { LogLevel = Microsoft.Extensions.Logging.LogLevel.None };
        Assert.That(reader.Problems, Is.Empty);
        _mgmt = MgmtApp.Build(options, Time);
        await _mgmt.StartAsync();
        await UntilAsync(() => !Engine.Accepted.IsEmpty && Server.Watches == 3, "the first declaration");
    }

    /// <summary>Replaces the file in one step, as the kubelet does.</summary>
    public void WriteToken(string token) => Replace(TokenFile, token);

    public void WriteAuthority(string pem) => Replace(AuthorityFile, pem);

    public void PutPod(string name, string ip = "10.0.0.1") => Server.Objects.Apply(Some.PodJson(name, ip).GetRawText());

    public void PutPolicy(string name, string text) => Server.Objects.Apply(
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"argos","name":"{{{name}}}","labels":{"argos.athenz.io/policy":"csharp"}},"data":{"p.csx":"{{{text}}}"}}""");

    /// <summary>Whether the engine holds a pod.</summary>
    public bool Holds(string name) => Engine.Pods?.ContainsKey(name) == true;

    /// <summary>Time passes slowly until something holds: the shortest time-out, 10 s, is half a second of real time so.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => Time.PassUntilAsync(condition, TimeSpan.FromMilliseconds(100), what);

    /// <summary>Time passes fast: nothing that matters is expected to be answered within its time-out.</summary>
    /// <param name="time">How much.</param>
    /// <param name="seconds">How many seconds at each look.</param>
    public Task PassAsync(TimeSpan time, int seconds = 1) => Time.PassAsync(time, TimeSpan.FromSeconds(seconds));

    public async ValueTask DisposeAsync()
    {
        if (_mgmt is not null)
        {
            await _mgmt.StopAsync();
            await _mgmt.DisposeAsync();
        }
        await Network.DisposeAsync();
        await Engine.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Replace(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }
}
