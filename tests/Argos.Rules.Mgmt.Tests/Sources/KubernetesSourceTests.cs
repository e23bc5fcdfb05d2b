using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Kubernetes;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sources;

/// <summary>The whole way of any resource: from an API server over real HTTP, through the stores, to an engine over real HTTP.</summary>
public sealed class KubernetesSourceTests
{
    private ApiServerScene _cluster = null!;
    private FakeEngine _engine = null!;
    private HttpClient _http = null!;
    private KubernetesSource? _source;
    private SyncLoop? _loop;

    [SetUp]
    public async Task StartAsync()
    {
        _cluster = await ApiServerScene.StartAsync();
        _engine = await FakeEngine.StartAsync(CancellationToken.None);
        _http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        Put("v1", "Service", "shop", "web", "\"spec\":{\"clusterIP\":\"10.0.0.9\",\"ports\":[]}");
        Put("v1", "Service", "kube-system", "dns", "\"spec\":{}");
        Put("v1", "Node", "", "n1", "\"status\":{\"addresses\":[{\"address\":\"10.9.0.1\"}]}");
        Put("example.com/v1alpha1", "Widget", "shop", "w", "\"spec\":{\"size\":3}");
        Put("v1", "Pod", "shop", "web-0", "\"spec\":{\"nodeName\":\"n1\"}");
        Put("v1", "Pod", "kube-system", "dns-0", "\"spec\":{\"nodeName\":\"n1\"}");
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_loop is not null) await _loop.StopAsync(CancellationToken.None);
        if (_source is not null) await _source.StopAsync(CancellationToken.None);
        _loop?.Dispose();
        _source?.Dispose();
        _http.Dispose();
        await _engine.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task Resources_are_replicated_with_their_projected_fields()
    {
        await RunAsync(new SourceOptions
        {
            Resources = [Resource("v1/services") with { Fields = ["spec.clusterIP"] }, Resource("example.com/v1alpha1/widgets") with { Fields = ["spec"] }, Resource("v1/nodes") with { IsCluster = true, Fields = ["status.addresses"] }],
        });

        Assert.That(_engine.Others, Has.Count.EqualTo(4));
        Assert.That(_engine.Others["kubernetes/services/shop/web"], Is.EqualTo("""{"metadata":{"name":"web","namespace":"shop"},"spec":{"clusterIP":"10.0.0.9"}}"""));
        Assert.That(_engine.Others["kubernetes/widgets/shop/w"], Does.Contain("\"size\":3"));
        Assert.That(_engine.Others["kubernetes/nodes/n1"], Is.EqualTo("""{"metadata":{"name":"n1"},"status":{"addresses":[{"address":"10.9.0.1"}]}}"""));
    }

    [Test]
    public async Task Changes_come_and_those_that_the_projection_does_not_show_are_not_sent()
    {
        await RunAsync(new SourceOptions { Resources = [Resource("v1/services") with { Fields = ["spec.clusterIP"] }, Resource("v1/nodes") with { IsCluster = true }] });
        _engine.Writes.Clear();

        Put("v1", "Service", "shop", "web", "\"spec\":{\"clusterIP\":\"10.0.0.9\",\"ports\":[{\"port\":1}]}");
        Put("v1", "Node", "", "n2", "\"status\":{}");
        await Until(() => _engine.Others.ContainsKey("kubernetes/nodes/n2"), "the new node");
        Assert.That(_engine.Writes.Count(static write => write.StartsWith("PATCH", StringComparison.Ordinal)), Is.EqualTo(1));

        Put("v1", "Service", "shop", "web", "\"spec\":{\"clusterIP\":\"10.0.0.8\"}");
        await Until(() => _engine.Others["kubernetes/services/shop/web"].Contains("10.0.0.8", StringComparison.Ordinal), "the changed address");
    }

    [Test]
    public async Task Ignored_namespaces_and_selectors_are_left_out_by_the_server()
    {
        await RunAsync(new SourceOptions
        {
            IgnoredNamespaces = ["kube-system"],
            PodFieldSelector = "spec.nodeName=n1",
            Resources = [Resource("v1/services") with { Labels = "tier" }],
        });

        Assert.That(_engine.Pods!.Keys, Is.EqualTo(new[] { "shop/web-0" }));
        Assert.That(_engine.Others, Is.Empty);
        Assert.That(_cluster.Server.Requests.Of("list", "pods").Single().Query["fieldSelector"], Is.EqualTo("spec.nodeName=n1,metadata.namespace!=kube-system"));
    }

    [Test]
    public async Task Resource_that_is_no_longer_configured_is_removed_from_the_engine()
    {
        await RunAsync(new SourceOptions { Resources = [Resource("v1/services")] });
        await _loop!.StopAsync(CancellationToken.None);
        await _source!.StopAsync(CancellationToken.None);

        await RunAsync(new SourceOptions());

        Assert.That(_engine.OtherRoots, Is.Empty);
        Assert.That(_engine.Pods, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Server_that_was_down_for_minutes_is_followed_again()
    {
        await RunAsync(new SourceOptions());
        await _cluster.Server.StopListeningAsync();
        Put("v1", "Pod", "shop", "web-1", "\"spec\":{}");
        _cluster.Server.Objects.Compact();

        await _cluster.Server.ListenAsync(CancellationToken.None);

        await Until(() => _engine.Pods!.ContainsKey("shop/web-1"), "the pod of meanwhile");
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("\"maintenance\"")]
    [TestCase("""{"kind":"PodList","metadata":{"resourceVersion":"1"}}""")]
    [TestCase("""{"kind":"PodList","metadata":{},"items":[]}""")]
    [TestCase(null)]
    public async Task Answer_that_is_no_list_is_neither_an_empty_one_nor_the_end(string? answer)
    {
        var left = 2;
        using var strange = new StrangeAnswers(request => request.RequestUri!.AbsolutePath == "/api/v1/pods" && Interlocked.Decrement(ref left) >= 0, answer);
        using var cluster = new HttpClient(new BearerTokenHandler(SecretSource.FromText(FakeApiServerOptions.AdminToken)) { InnerHandler = strange }) { BaseAddress = _cluster.Server.Url };

        await RunAsync(new SourceOptions(), cluster);

        Assert.That(_engine.Accepted.First().Resources["kubernetes/pods"].Count, Is.EqualTo(2));
    }

    private static ReplicatedResource Resource(string text) => ReplicatedResource.Parse(text).Resource!;

    private void Put(string apiVersion, string kind, string space, string name, string more) => _cluster.Server.Objects.Apply(
        $$"""{"apiVersion":"{{apiVersion}}","kind":"{{kind}}","metadata":{"name":"{{name}}"{{(space.Length == 0 ? "" : $",\"namespace\":\"{space}\"")}}},{{more}}}""");

    private async Task RunAsync(SourceOptions options, HttpClient? cluster = null)
    {
        var time = TimeProvider.System;
        _source = new KubernetesSource((options, new KeysOptions { RefreshSeconds = 0 }), "argos", new ApiClient(cluster ?? _cluster.Http, time), time, NullLoggerFactory.Instance);
        var (engine, sync, metrics) = (new EngineOptions { Url = _engine.Url }, new SyncOptions { HeartbeatSeconds = 1 }, new MgmtMetrics());
        var client = new EngineClient(new EngineTransport(_http, engine, "mgmt", time), engine, "mgmt");
        var push = new EngineSync(client, _source.View, new EngineSession(), new SyncHealth(sync, time), metrics, (time, NullLogger<EngineSync>.Instance));
        _loop = new SyncLoop(push, _source.View, sync, metrics, (time, NullLogger<SyncLoop>.Instance));
        var before = _engine.Accepted.Count;
        await _source.StartAsync(CancellationToken.None);
        await _loop.StartAsync(CancellationToken.None);
        await Until(() => _engine.Accepted.Count > before, "the first declaration");
    }

    private static Task Until(Func<bool> condition, string what) => Eventually.HoldsAsync(condition, what, TimeSpan.FromSeconds(20), CancellationToken.None);
}
