using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Status;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Status;

/// <summary>What policies say against settings, told where the settings come from.</summary>
public sealed class SettingsStatusTests
{
    private static readonly InvalidSetting Misspelt = new("providers/x", "settings-invalid", "unknown setting `issuers`; did you mean `issuer`?") { Setting = "issuers", Nearest = "issuer" };

    private ApiServerScene _cluster = null!;
    private SyncScene _scene = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _cluster = await ApiServerScene.StartAsync();
        _scene = await SyncScene.StartAsync();
        _scene.View.Data[0].Fill(Some.MapAt("n/d", "providers/x", ("d.yaml", "issuers: i")), Some.MapAt("n/e", "providers/xy", ("e.yaml", "issuer: i")));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _scene.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task Refused_settings_are_named_and_their_neighbours_are_not()
    {
        _scene.Engine.InvalidSettings = [Misspelt];

        await _scene.RoundAsync();

        var key = Key("n/d", "d.yaml");
        Assert.That((key.State, key.Errors!.Value.Single().Code, key.Errors.Value[0].Message), Is.EqualTo((KeyStates.Refused, "settings-invalid", Misspelt.Message)));
        Assert.That(key.CountsAsActive, Is.True, "the document is in force");
        Assert.That(Status("n/d").State, Is.EqualTo(KeyStates.Error));
        Assert.That(Key("n/e", "e.yaml").State, Is.EqualTo(KeyStates.Active));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Status_follows_the_policies_at_the_next_declaration()
    {
        await _scene.RoundAsync();
        Assert.That(Key("n/d", "d.yaml").State, Is.EqualTo(KeyStates.Active));

        _scene.Engine.InvalidSettings = [Misspelt with { Policy = "n/p/a.csx" }];
        await _scene.Sync.DeclareAsync(CancellationToken.None);
        Assert.That(Key("n/d", "d.yaml").Errors!.Value.Single().Message, Does.EndWith("(policy `n/p/a.csx`)"));

        _scene.Engine.InvalidSettings = [];
        await _scene.Sync.DeclareAsync(CancellationToken.None);
        Assert.That(Key("n/d", "d.yaml").State, Is.EqualTo(KeyStates.Active));
    }

    [Test]
    public async Task Nothing_is_reported_before_the_verdict_is_known_nor_twice()
    {
        _scene.Engine.InvalidSettings = [Misspelt];
        await _scene.Sync.OpenAsync(CancellationToken.None);
        await _scene.Sync.PushAsync(CancellationToken.None);

        Assert.That(_scene.Health.Report, Is.Null);

        await _scene.Sync.DeclareAsync(CancellationToken.None);
        var report = _scene.Health.Report;
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(report, Is.Not.Null);
        Assert.That(_scene.Health.Report, Is.SameAs(report));
    }

    [Test]
    public async Task Change_of_settings_is_declared_at_once()
    {
        using var loop = _scene.NewLoop(new SyncOptions { HeartbeatSeconds = 3600 });
        await loop.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _scene.Engine.Accepted.Count == 1, "the first declaration", TimeSpan.FromSeconds(30), CancellationToken.None);

        _scene.Engine.InvalidSettings = [Misspelt];
        _scene.View.Data[0].Write(new WatchEvent<ConfigMap>.Apply(Some.MapAt("n/d", "providers/x", ("d.yaml", "issuers: j"))));
        _scene.View.Changed.Raise();

        await Eventually.HoldsAsync(() => Key("n/d", "d.yaml").State == KeyStates.Refused, "the verdict", TimeSpan.FromSeconds(30), CancellationToken.None);
        await loop.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Annotation_and_event_tell_it_where_the_settings_come_from()
    {
        _cluster.Server.Objects.Apply("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"n","name":"d","annotations":{"argos.athenz.io/path":"providers/x"}},"data":{"d.yaml":"issuers: i"}}""");
        _scene.Engine.InvalidSettings = [Misspelt];

        await ReportAsync();
        _scene.Engine.InvalidSettings = [];
        await ReportAsync();

        var body = _cluster.Server.Requests.Of("create", "events").Single().Body;
        Assert.That(body, Does.Contain("\"reason\":\"SettingsRefused\"").And.Contain("d.yaml: settings-invalid: unknown setting"));
        var patches = _cluster.Server.Requests.Of("patch", "configmaps").Select(static patch => patch.Body).ToArray();
        Assert.That(patches, Has.Length.EqualTo(2));
        Assert.That(patches[0], Does.Contain("refused").And.Contain("settings-invalid"));
        Assert.That(patches[1], Does.Not.Contain("refused"));
    }

    private async Task ReportAsync()
    {
        var stored = Some.MapOf(_cluster.Server.Objects.Find(ResourceKind.ConfigMaps, "n", "d")!.Text);
        _scene.View.Data[0].Fill(stored);
        await _scene.RoundAsync();
        var writer = new StatusWriter(_cluster.Api, "r1", static _ => false, new MgmtMetrics(), (TimeProvider.System, NullLogger<StatusWriter>.Instance));
        using var teller = new StatusReporter(_scene.Health, _scene.View, writer, TimeProvider.System, NullLogger<StatusReporter>.Instance);
        await teller.ReportAsync(_scene.Health.Report!, CancellationToken.None);
    }

    private ReplicaStatus Status(string map) => StatusReport.ByMap(_scene.Health.Report!)[new ObjectName(map.Split('/')[0], map.Split('/')[1])];

    private KeyStatus Key(string map, string key) => Status(map).Keys[key];
}
