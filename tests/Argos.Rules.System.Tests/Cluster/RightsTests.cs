using Argos.Rules.System.Tests.Manifests;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>The rights of the manifests against what mgmt really asks: the API server's audit log is the witness.</summary>
internal sealed class RightsTests : ClusterTest
{
    private static readonly string[] Reading = ["get", "list", "watch"];

    [Test]
    public async Task Every_right_is_used_and_nothing_else_is_asked_for()
    {
        await ApplyRightsAsync();
        using var mint = SharedServer.Server.Mint();
        var cluster = new ApiCluster(Api, await KubeconfigAsync(), mint, TimeProvider.System) { More = ["Status:Replica=one"] };
        await cluster.CreateAsync(Deadline);
        await CreateMixedAsync("return Nothing();");
        var since = SharedServer.Audit.Count;

        await using (await StartAsync(cluster))
        {
            // Refused, mended and refused again: the same event once more.
            await WaitToldAsync("one", "error");
            await EditMixedAsync("return Allow();");
            await WaitToldAsync("one", "active");
            await EditMixedAsync("return Nothing();");
            await WaitToldAsync("one", "error");
            await Eventually.HoldsAsync(async _ => await EventsAsync() is [var only] && (int?)only["count"] == 2, "the event has a count", TimeSpan.FromSeconds(60), Deadline);
        }

        var asked = SharedServer.Audit.Of(ServiceAccount, since);
        var granted = Granted();
        Assert.That(asked.Where(static one => one.Status is 401 or 403), Is.Empty, "nothing is asked for without success");
        Assert.That(granted.Except(asked.Select(static one => one.Right)), Is.Empty, "a right that is not used");
        Assert.That(asked.Select(static one => one.Right).Distinct().Except(granted).Where(static right => !right.StartsWith("list pods in ", StringComparison.Ordinal)), Is.Empty, "beside a pod that a decision waits for nothing but the rules as they stand");
    }

    [Test]
    public async Task Without_status_no_right_to_write_is_needed()
    {
        await ApplyRightsAsync();
        var rules = """{"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["list","watch"]}]}""";
        await Kubectl.RunAsync(Deadline, "-n", "argos", "patch", "role", "argos-mgmt", "--type=merge", "-p", rules);
        using var mint = SharedServer.Server.Mint();
        var kubeconfig = await KubeconfigAsync();
        var cluster = new ApiCluster(Api, kubeconfig, mint, TimeProvider.System) { More = ["Status:Mode=off"] };
        await cluster.CreateAsync(Deadline);
        await CreateMixedAsync("return Nothing();");
        var since = SharedServer.Audit.Count;

        await using var stage = await StartAsync(cluster);
        await WaitLogAsync(stage.Mgmt, "mixed", "other.csx", "Nothing");
        var asked = SharedServer.Audit.Of(ServiceAccount, since);
        var maps = await MapsAsync();
        // The same without the setting: it names each right that it lacks, once, and everything else goes on.
        await stage.Mgmt.KillAsync();
        var source = new ApiCluster(Api, kubeconfig, mint, TimeProvider.System).Source(stage.Engine.Management, Folder);
        await using var told = new MgmtProcess(source with { More = [.. source.More, $"Engine:TokenFile={stage.TokenFile}"] });
        told.Start();
        await told.WaitReadyAsync(TimeSpan.FromSeconds(90), Deadline);
        await WaitLogAsync(told, "Not permitted to report the status", "a Role in namespace `argos`", "configmaps", "patch", "Status:Mode");
        // What the annotation may not say, an event would: that is another right.
        await WaitLogAsync(told, "Not permitted to report the status", "a Role in namespace `argos`", "[\"events\"]", "create",
            "Status:Mode");

        Assert.That(asked.Select(static one => one.Right.Split(' ')[0]).Distinct(), Is.SubsetOf(Reading));
        Assert.That(asked.Where(static one => one.Status is 401 or 403), Is.Empty);
        Assert.That(maps.Select(static map => map["metadata"]!["annotations"]?["argos.athenz.io/status"]), Has.All.Null);
        var lacking = Messages(told)
            .Where(static message => message.Contains("Not permitted to report the status", StringComparison.Ordinal)).ToList();
        Assert.That(lacking.Count(static message => message.Contains("[\"configmaps\"]", StringComparison.Ordinal)), Is.EqualTo(1), "once");
        Assert.That(lacking, Has.Count.EqualTo(2), "once for each right");
    }

    [Test]
    public async Task Component_namespaced_sees_the_named_namespaces_and_tells_what_it_may_not()
    {
        await Kubectl.RunAsync(Deadline, "apply", "-f", await WriteAsync("namespaced.yaml", await RenderAsync("namespaced")));
        await Api.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/argos/configmaps", null, Deadline);
        using var mint = SharedServer.Server.Mint();
        var cluster = new ApiCluster(Api, await KubeconfigAsync(), mint, TimeProvider.System) { More = ["Source:PodNamespaces=argos,media-sports,media-news,shop"] };
        foreach (var name in SamplePod.All.Select(static pod => pod.Namespace).Distinct())
        {
            await SharedServer.MakeNamespaceAsync(Api, name, Deadline);
            if (name != "shop") await GrantPodsAsync(name);
        }
        var since = SharedServer.Audit.Count;

        await using (var early = new MgmtProcess(cluster.Source(new Uri("http://127.0.0.1:9"), Folder)))
        {
            early.Start();
            await WaitLogAsync(early, "Listed pods in `media-sports`");
            await WaitLogAsync(early, "Not permitted to list or watch pods in `shop`", "a Role in namespace `shop`", "[\"pods\"]",
                "[\"list\", \"watch\"]");
            await GrantPodsAsync("shop");
            await WaitLogAsync(early, "Listed pods in `shop`");
        }
        var refused = SharedServer.Audit.Of(ServiceAccount, since).Where(static one => one.Status == 403).Select(static one => one.Right).Distinct();
        var then = SharedServer.Audit.Count;
        await ReportAsync(cluster);

        Assert.That(refused, Is.EqualTo(new[] { "list pods in shop" }));
        Assert.That(SharedServer.Audit.Of(ServiceAccount, then).Where(static one => one.Status is 401 or 403), Is.Empty);
        Assert.That(SharedServer.Audit.Of(ServiceAccount, then).Select(static one => one.Right).Distinct().Where(static right => right.EndsWith(" in *", StringComparison.Ordinal)), Is.Empty, "nothing of the whole cluster");
    }

    private Task<string> GrantPodsAsync(string name) => Kubectl.RunAsync(Deadline, "-n", name, "apply", "-f", Path.Combine(Manifests, "patch", "pods-role.yaml"));

    private static List<string> Granted() =>
    [
        .. Rights("k8s/cluster-role.yaml", "*"),
        .. Rights("k8s/role.yaml", "argos"),
    ];

    private static IEnumerable<string> Rights(string file, string place) =>
        from rule in ((YamlSequenceNode)ManifestFiles.Read(file).At("rules")).Children
        from verb in rule.Texts("verbs")
        from what in rule.Has("resources") ? rule.Texts("resources").Select(resource => $"{resource} in {place}") : rule.Texts("nonResourceURLs")
        select $"{verb} {what}";
}
