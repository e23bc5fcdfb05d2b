using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Mgmt.Tests.Sync;

public sealed class EngineSyncTests
{
    private SyncScene _scene = null!;

    [SetUp]
    public async Task StartAsync() => _scene = await SyncScene.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task First_round_pushes_everything_and_is_accepted()
    {
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "return Deny(\"a\");")));
        _scene.View.Data[0].Fill(Some.MapAt("n/d", "providers/x", ("d.yaml", "issuer: i")));
        _scene.View.Pods[0].Fill(Some.Pod("ns1/a"), Some.Pod("ns1/b"), Some.Pod("ns2/a"));
        _scene.View.Keys.Set("""{"keys":[1]}"""u8.ToArray());

        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Policies, Does.ContainKey("n/p/a.csx").WithValue("return Deny(\"a\");"));
        Assert.That(_scene.Engine.Documents["providers/x"], Is.EqualTo("""{"issuer":"i"}"""));
        Assert.That(_scene.Engine.Documents["kubernetes/keys"], Is.EqualTo("""{"keys":[1]}"""));
        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns1/a", "ns1/b", "ns2/a" }));
        Assert.That(_scene.Engine.Accepted, Has.Count.EqualTo(1));
        Assert.That(_scene.Health.IsReady);
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Second_round_with_a_new_process_sends_nothing()
    {
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"));
        await _scene.RoundAsync();
        var writes = _scene.Engine.Writes.Count;

        await _scene.RoundAsync(_scene.NewSync());

        Assert.That(_scene.Engine.Writes, Has.Count.EqualTo(writes));
    }

    [Test]
    public async Task Changed_pods_go_in_one_patch()
    {
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"), Some.Pod("ns/b"));
        await _scene.RoundAsync();
        _scene.Engine.Writes.Clear();

        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", "10.0.0.9", "2")));
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", "10.0.0.8", "3")));
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "b")));
        await _scene.Sync.PushAsync(CancellationToken.None);
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PATCH /v1/data" }));
        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/a" }));
        Assert.That(_scene.Engine.Pods["ns/a"], Does.Contain("10.0.0.8"));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Pod_that_came_and_went_between_two_pushes_is_not_sent()
    {
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"));
        await _scene.RoundAsync();
        _scene.Engine.Writes.Clear();
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/short")));
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "short")));
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/stays")));

        await _scene.Sync.PushAsync(CancellationToken.None);
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PATCH /v1/data" }));
        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/a", "ns/stays" }));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Removed_key_is_removed_after_the_others_are_pushed()
    {
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("old.csx", "x")));
        await _scene.RoundAsync();
        _scene.Engine.Writes.Clear();

        _scene.View.Policies[0].Fill(Some.Map("n/p", ("new.csx", "x")));
        await _scene.Sync.PushAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PUT /v1/policies/n/p/new.csx", "DELETE /v1/policies/n/p/old.csx" }));
    }

    [Test]
    public async Task Document_below_the_place_of_a_removed_one_takes_it()
    {
        _scene.View.Data[0].Fill(Some.MapAt("n/d", "a", ("k.json", "1")));
        await _scene.RoundAsync();

        _scene.View.Data[0].Fill(Some.MapAt("n/d", "a/b", ("k.json", "2")));
        await _scene.Sync.PushAsync(CancellationToken.None);
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Documents, Is.EquivalentTo(new Dictionary<string, string> { ["a/b"] = "2" }));
    }

    [TestCase("""{"b":2,"c":{"d":3},"e":4}""", new[] { "a/b=2", "a/c/d=3" })]
    [TestCase("1", new[] { "a/b=2", "a/c/d=3" })]
    public async Task Document_that_becomes_several_below_its_place_and_one_again_is_never_gone(string one, string[] several)
    {
        _scene.View.Data[0].Fill(Some.MapAt("n/d", "a", ("k.json", one)));
        await _scene.RoundAsync();

        _scene.View.Data[0].Fill(Some.MapAt("n/d", "a/b", ("k.json", "2")), Some.MapAt("n/e", "a/c/d", ("k.json", "3")));
        await _scene.Sync.PushAsync(CancellationToken.None);
        Assert.That(_scene.Engine.Documents.Select(static document => $"{document.Key}={document.Value}"), Is.EqualTo(several));
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        _scene.View.Data[0].Fill(Some.MapAt("n/d", "a", ("k.json", one)));
        await _scene.Sync.PushAsync(CancellationToken.None);
        Assert.That(_scene.Engine.Documents.Single(), Is.EqualTo(KeyValuePair.Create("a", one)));
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Has.None.StartsWith("DELETE"));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Restarted_engine_refuses_writes_and_gets_everything_again()
    {
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"));
        await _scene.RoundAsync();

        _scene.Engine.Restart();

        Assert.That(async () => await _scene.Sync.DeclareAsync(CancellationToken.None), Throws.TypeOf<EngineRestartedException>());
        await _scene.RoundAsync();
        Assert.That(_scene.Engine.Policies, Has.Count.EqualTo(1));
        Assert.That(_scene.Engine.Pods, Has.Count.EqualTo(1));
        Assert.That(_scene.Metrics.EngineStarts, Is.EqualTo(2));
    }

    [Test]
    public async Task Drift_is_repaired_and_counted()
    {
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x"), ("b.csx", "y")));
        _scene.View.Data[0].Fill(Some.Map("n/d", ("k.json", "1")));
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"));
        await _scene.RoundAsync();
        _scene.Engine.Policies.Remove("n/p/a.csx");
        _scene.Engine.Policies["n/p/b.csx"] = "something else";
        _scene.Engine.Policies["foreign"] = "z";
        _scene.Engine.Documents["n/d/k"] = "7";
        _scene.Engine.Pods!.Clear();

        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Policies, Is.EquivalentTo(new Dictionary<string, string> { ["n/p/a.csx"] = "x", ["n/p/b.csx"] = "y" }));
        Assert.That(_scene.Engine.Documents["n/d/k"], Is.EqualTo("1"));
        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/a" }));
        Assert.That(_scene.Metrics.Repairs, Is.EqualTo(1));
        Assert.That(_scene.Engine.Accepted, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Changes_taken_before_a_failure_are_not_lost()
    {
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"));
        await _scene.RoundAsync();
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/b")));
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        _scene.Engine.Fails = 503;
        Assert.That(async () => await _scene.Sync.PushAsync(CancellationToken.None), Throws.TypeOf<EngineUnavailableException>());

        _scene.Engine.Fails = null;
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/a", "ns/b" }));
        Assert.That(_scene.Engine.Policies, Has.Count.EqualTo(1));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Text_that_the_yaml_parser_chokes_on_stops_no_other_change()
    {
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x"), ("b.csx", "y")));
        await _scene.RoundAsync();

        _scene.View.Data[0].Fill(Some.Map("n/d", ("bad.yaml", """a: "\UFFFFFFFF" """), ("good.yaml", "1")));
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        await _scene.Sync.PushAsync(CancellationToken.None);
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Policies.Keys, Is.EqualTo(new[] { "n/p/a.csx" }));
        Assert.That(_scene.Engine.Documents.Keys, Is.EqualTo(new[] { "n/d/good" }));
    }

    [Test]
    public async Task Policy_that_is_compiled_and_tested_slowly_is_waited_for()
    {
        // The engine gives a compilation 60 s and the tests as much, and may have to start its compiler.
        var time = new ManualTime();
        var options = new EngineOptions { Url = _scene.Engine.Url };
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var client = new EngineClient(new EngineTransport(http, options, "mgmt", time), options, "mgmt");
        var compiler = new TaskCompletionSource();
        _scene.Engine.Compiler = compiler.Task;

        var put = client.PutPolicyAsync(_scene.Engine.EngineId, DesiredItem.Policy("a.csx", new PolicyText("x"), new ItemOrigin(new ObjectName("argos", "rules"), "a.csx")), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(150));
        compiler.SetResult();

        Assert.That((await put).IsTaken);
    }

    [Test]
    public async Task Generation_grows_only_with_changes()
    {
        await _scene.RoundAsync();
        await _scene.Sync.DeclareAsync(CancellationToken.None);
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/b")));
        await _scene.Sync.PushAsync(CancellationToken.None);
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        var generations = _scene.Engine.Accepted.Select(static declaration => declaration.Generation).ToArray();
        Assert.That(generations[1], Is.EqualTo(generations[0]));
        Assert.That(generations[2], Is.GreaterThan(generations[1]));
    }

    [Test]
    public async Task Wish_for_fresh_keys_reaches_the_source()
    {
        _scene.Engine.AsksToRefresh = "kubernetes/keys";

        await _scene.RoundAsync();

        Assert.That(await _scene.View.Keys.RefreshRequested.WaitAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None));
    }
}
