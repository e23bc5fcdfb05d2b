using System.Net;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.System.Tests.Model;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Race;

/// <summary>
/// A pod asks for its identity before the watch has brought it: engine, mgmt and API server over real HTTP, on a clock that is moved
/// by hand. What happens without moving it happened by signal: no timer can have fired.
/// </summary>
internal sealed class FirstSecondTests
{
    private const string WaitForPod = """
        var pod = Pods.Find(Input.Domain, Input.Service);
        if (pod is null) return Wait(Pods.Key(Input.Domain, Input.Service), "pod-unknown");
        return pod.Uid == Input.AttestationData ? Allow() : Deny("pod-replaced");
        """;

    private static readonly ModelPod Web = new("shop", "web-0", "uid-1");

    private readonly ManualTime _time = new();
    private readonly TokenMint _mint = new();
    private FakeApiServer _server = null!;
    private EngineSeat _seat = null!;
    private ModelMgmt? _mgmt;

    [OneTimeTearDown]
    public void Dispose() => _mint.Dispose();

    [SetUp]
    public async Task StartAsync()
    {
        _server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Mint = _mint, Time = _time }, CancellationToken.None);
        var map = new ModelMap("team", "waits", MapKind.Policy);
        _server.Objects.Apply((map with { Keys = map.Keys.Add("w.csx", new ModelText(WaitForPod)) }).Manifest());
        _seat = new EngineSeat(_time, probes: false);
        await _seat.ListenAsync();
        _seat.Start();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_mgmt is not null) await _mgmt.DisposeAsync();
        await _seat.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Waiting_decision_wakes_with_the_event_of_its_pod_and_not_with_any_clock()
    {
        await RunAsync(new SourceOptions { FetchPods = false });
        var before = _time.Now;
        var deciding = _seat.Engine!.AskAsync(Web);
        Assert.That(deciding.IsCompleted, Is.False);

        Put(Web);

        Assert.That(await SoonAsync(deciding), Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(_time.Now, Is.EqualTo(before));
    }

    [Test]
    public async Task Pod_that_a_slow_watch_does_not_bring_is_fetched_at_once()
    {
        await RunAsync(new SourceOptions());
        _server.Faults.HoldWatches();
        Put(Web);
        var before = _time.Now;

        var decision = await SoonAsync(_seat.Engine!.AskAsync(Web));

        Assert.That(decision, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(_time.Now, Is.EqualTo(before));
        Assert.That(_server.Requests.Of("list", "pods")[^1].Query["fieldSelector"], Is.EqualTo("metadata.name=web-0"));
    }

    [Test]
    public async Task Pod_that_a_slow_watch_does_not_bring_is_waited_for_when_fetching_is_off()
    {
        await RunAsync(new SourceOptions { FetchPods = false });
        _server.Faults.HoldWatches();
        Put(Web);

        var deciding = _seat.Engine!.AskAsync(Web);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.That(await SoonAsync(deciding), Is.EqualTo(DecisionOutcome.Undecided));
    }

    [Test]
    public async Task Pod_that_is_gone_stays_gone_however_it_is_asked_for()
    {
        await RunAsync(new SourceOptions());
        Put(Web);
        Assert.That(await SoonAsync(_seat.Engine!.AskAsync(Web)), Is.EqualTo(DecisionOutcome.Allowed));
        _server.Objects.Remove(ResourceKind.Pods, Web.Namespace, Web.Name);
        await UntilAsync(() => _seat.Engine.Data()["kubernetes"]?["pods"]?["shop"]?["web-0"] is null);

        // It may have been asked for before, without success because the watch was faster.
        _time.Advance(TimeSpan.FromSeconds(1));
        var asked = _mgmt!.View.Pending.Fetches;
        var deciding = _seat.Engine.AskAsync(Web);
        await UntilAsync(() => _mgmt.View.Pending.Fetches > asked);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.That(await SoonAsync(deciding), Is.EqualTo(DecisionOutcome.Undecided));
    }

    [Test]
    public async Task Pod_that_does_not_exist_is_answered_at_once()
    {
        await RunAsync(new SourceOptions());
        var before = _time.Now;

        Assert.That(await SoonAsync(_seat.Engine!.AskAsync(Web)), Is.EqualTo(DecisionOutcome.Undecided));

        Assert.That((_time.Now, _seat.Engine.Absences.Waiting, _mgmt!.View.Pending.Absent.Reported), Is.EqualTo((before, 0, 1L)));
    }

    [Test]
    public async Task Pod_that_comes_right_after_it_was_said_not_to_exist_is_granted()
    {
        await RunAsync(new SourceOptions());
        Assert.That(await SoonAsync(_seat.Engine!.AskAsync(Web)), Is.EqualTo(DecisionOutcome.Undecided));
        _server.Faults.HoldWatches();
        Put(Web);

        // Not answered by what was said before it came; the watch is held, so that only asking again brings it.
        var deciding = _seat.Engine.AskAsync(Web);
        await _time.WaitForTimersAsync(1, CancellationToken.None);
        Assert.That(deciding.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await SoonAsync(deciding), Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task Api_server_that_fails_says_nothing_about_a_pod()
    {
        await RunAsync(new SourceOptions());
        _server.Faults.Fail(HttpStatusCode.InternalServerError, 100, static request => request.Query.ContainsKey("fieldSelector"));
        var asked = _mgmt!.View.Pending.Fetches;

        var deciding = _seat.Engine!.AskAsync(Web);
        await UntilAsync(() => _mgmt.View.Pending.Fetches > asked);

        Assert.That((deciding.IsCompleted, _seat.Engine.Absences.Waiting), Is.EqualTo((false, 1)));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(await SoonAsync(deciding), Is.EqualTo(DecisionOutcome.Undecided));
    }

    private async Task RunAsync(SourceOptions options)
    {
        _mgmt = await ModelMgmt.StartAsync(_server.Url, _seat.Url, _time, options);
        await UntilAsync(() => _seat.Engine!.NotReadyReasons.IsEmpty && _server.Watches == 5);
    }

    private void Put(ModelPod pod) => _server.Objects.Apply(
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"{{{pod.Namespace}}}","name":"{{{pod.Name}}}","uid":"{{{pod.Uid}}}"},"status":{"phase":"Running"}}""");

    private static Task<DecisionOutcome> SoonAsync(Task<DecisionOutcome> deciding) => deciding.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(condition, "the scene", TimeSpan.FromSeconds(20), CancellationToken.None);
}
