using System.Globalization;
using System.Text;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>A16: a collection that is larger than any other body may be.</summary>
internal sealed class LargeCollectionTests : AttackTest
{
    private const int Pods = 8_000;
    private const int Labels = 140;

    [Test]
    public async Task Restarted_engine_gets_a_collection_of_more_than_64_mebibytes()
    {
        await using var server = await FakeApiServer.StartAsync(Deadline);
        using var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);
        var cluster = new ApiCluster(api, server.WriteKubeconfig(Path.Combine(Folder, "kubeconfig")), server.Mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        var bytes = 0L;
        for (var i = 0; i < Pods; i++)
        {
            var pod = Pod(i);
            bytes += pod.Length;
            server.Objects.Apply(pod);
        }
        Assert.That(bytes, Is.GreaterThan(64L << 20));
        await using var stage = await StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline, token: false);
        Assert.That(await PodsAsync(stage), Is.EqualTo(Pods + SamplePod.All.Length));

        await stage.Engine.KillAsync();
        stage.Engine.Start();
        await stage.WaitReadyAsync(Deadline);

        Assert.That(await PodsAsync(stage), Is.EqualTo(Pods + SamplePod.All.Length));
    }

    private async Task<int> PodsAsync(StoryStage stage)
    {
        using var http = new HttpClient { BaseAddress = stage.Engine.Diagnostics };
        var metrics = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), Deadline);
        return int.Parse(metrics.Split('\n').Single(static line => line.StartsWith("argos_pods ", StringComparison.Ordinal))["argos_pods ".Length..], CultureInfo.InvariantCulture);
    }

    private static string Pod(int number)
    {
        var labels = new StringBuilder();
        for (var i = 0; i < Labels; i++) labels.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}\"label-{i}\":\"{number:d8}-{i:d8}-a-value-that-no-other-pod-has-at-this-label\"");
        return $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"large-{{{number % 20}}}","name":"pod-{{{number}}}","uid":"uid-{{{number}}}","labels":{{{{labels}}}}},"status":{"phase":"Running","podIP":"10.0.0.1"}}""";
    }
}
