using System.Globalization;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.KubeConfigs;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.System.Tests.Replication;

/// <summary>A list that is asked for as a stream, from a real API server: one that can streams it, any other is asked for pages.</summary>
internal sealed class StreamedListTests
{
    // On by default since 1.32 (and off in 1.33 and 1.34 unless the feature gate is set).
    private const int FirstMinorThatMay = 32;

    [Test]
    public async Task Real_kube_apiserver_gives_the_whole_list_in_the_way_that_it_can()
    {
        if (RealApiServer.Missing is { } missing) Assert.Ignore(missing);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var server = await RealApiServer.StartAsync(limit.Token);
        using var api = new ClusterApi(server.Url, RealApiServer.AdminToken, server.AuthorityPem);
        using var mint = server.Mint();
        var cluster = new ApiCluster(api, server.Kubeconfig, mint, TimeProvider.System);
        await cluster.CreateAsync(limit.Token);
        var version = await api.SendAsync(HttpMethod.Get, "/version", null, limit.Token);
        var minor = int.Parse(((string)version["minor"]!).TrimEnd('+'), CultureInfo.InvariantCulture);
        using var http = ClusterHttp.Create(KubeConfigReader.ReadFile(server.Kubeconfig, ""));
        var watcher =
            new Watcher<ProjectedObject>(new ApiClient(http, TimeProvider.System), ResourceQuery.Pods(null), ObjectProjection.OfPods([]),
            TimeProvider.System, streams: true);
        var store = new Store<ProjectedObject>(static () => { });

        string? inPages = null;
        WatchState<ProjectedObject> state = new WatchState<ProjectedObject>.Empty();
        while (!store.Ready.IsCompleted || store.Find(new ObjectName("media-sports", "late")) is null)
        {
            var step = await watcher.StepAsync(state, limit.Token);
            state = step.Next;
            inPages ??= step.InPages;
            Assert.That(step.Problem, Is.Null);
            if (step.Event is { } change) store.Write(change);
            if (step.Event is WatchEvent<ProjectedObject>.InitDone)
                await cluster.AddAsync(SamplePod.All[0] with { Name = "late", Ip = "10.9.0.1" }, limit.Token);
        }
        if (state is WatchState<ProjectedObject>.Watching open) await open.Watch.DisposeAsync();

        TestContext.Out.WriteLine($"{(string)version["gitVersion"]!}: {(inPages is null ? "streamed" : $"in pages: {inPages}")}");
        Assert.That(store.Count, Is.EqualTo(SamplePod.All.Length + 1));
        if (minor < FirstMinorThatMay) Assert.That(inPages, Is.Not.Null);
    }
}
