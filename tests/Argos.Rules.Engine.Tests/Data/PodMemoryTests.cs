using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

[NonParallelizable]
internal sealed class PodMemoryTests
{
    private const int Pods = 5_000;

    [Test]
    public void A_projected_pod_costs_less_than_one_kibibyte()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tree = DataTree.Empty;
        for (var i = 0; i < Pods; i++) tree = tree.Put($"kubernetes/pods/team-{i % 50}/web-{i}-7c9d8b6f5-x2x4q", Projected(i));

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Pods;

        Assert.That(tree.PodCount, Is.EqualTo(Pods));
        Assert.That(each, Is.LessThan(1024));
        TestContext.Out.WriteLine($"{each} bytes a pod");
    }

    private static string Projected(int i) => $$$"""
        {"metadata":{"name":"web-{{{i}}}-7c9d8b6f5-x2x4q","namespace":"team-{{{i % 50}}}","uid":"{{{Guid.NewGuid()}}}","resourceVersion":"{{{1_000_000 + i}}}","creationTimestamp":"2026-11-21T10:00:00Z",
        "labels":{"app":"web-{{{i / 5}}}","pod-template-hash":"7c9d8b6f5","app.kubernetes.io/part-of":"shop","version":"v{{{i % 3}}}"}},
        "spec":{"serviceAccountName":"web","nodeName":"node-{{{i % 300}}}"},
        "status":{"phase":"Running","startTime":"2026-11-21T10:00:01Z","hostIP":"10.0.{{{i % 300 / 256}}}.{{{i % 300 % 256}}}","podIP":"10.1.{{{i / 256}}}.{{{i % 256}}}","podIPs":[{"ip":"10.1.{{{i / 256}}}.{{{i % 256}}}"}]}}
        """;
}
