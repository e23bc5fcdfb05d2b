using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Proxies;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>What mgmt writes to a real API server, and how often; and what it does when somebody writes to the engine behind its back.</summary>
internal sealed class StatusTests : ClusterTest
{
    [Test]
    public async Task Replicas_tell_their_status_once_and_a_restart_moves_nothing()
    {
        await ApplyRightsAsync();
        using var mint = SharedServer.Server.Mint();
        var kubeconfig = await KubeconfigAsync();
        StepProxy proxy = null!;
        var first = new ApiCluster(Api, kubeconfig, mint, TimeProvider.System) { More = ["Status:Replica=one"], Way = engine => (proxy = StepProxy.Start(engine)).Url };
        var second = new ApiCluster(Api, kubeconfig, mint, TimeProvider.System) { More = ["Status:Replica=two"] };
        await first.CreateAsync(Deadline);
        await CreateMixedAsync("return Nothing();");
        await using var one = await StartAsync(first);
        await using var ended = proxy;
        await using var two = await StoryStage.StartAsync(second, Directory.CreateDirectory(Path.Combine(Folder, "two")).FullName, TestContext.Progress.WriteLine, Deadline);
        foreach (var replica in new[] { "one", "two" })
            await Eventually.HoldsAsync(async _ => (await MapsAsync()).All(map => StatusOf(map, replica) is not null), $"{replica} has told everything", TimeSpan.FromSeconds(90), Deadline);
        await Eventually.HoldsAsync(async _ => await EventsAsync() is [var only] && (int?)only["count"] == 2, "both have told of the failure", TimeSpan.FromSeconds(60), Deadline);
        var before = await VersionsAsync();
        var since = SharedServer.Audit.Count;

        await BeatAsync(proxy);
        await one.Mgmt.KillAsync();
        one.Mgmt.Start();
        await BeatAsync(proxy);
        var writes = SharedServer.Audit.Of(ServiceAccount, since).Where(static asked => asked.Right.StartsWith("patch", StringComparison.Ordinal) || asked.Right.StartsWith("create", StringComparison.Ordinal)).ToArray();
        var after = await VersionsAsync();
        // The restarted one still tells what is new, and only that.
        await EditMixedAsync("return Deny(\"late\");");
        foreach (var replica in new[] { "one", "two" }) await WaitToldAsync(replica, "active");
        var last = await VersionsAsync();

        Assert.That(writes, Is.Empty, "nothing is written while nothing changes");
        Assert.That(after, Is.EqualTo(before), "nothing moves while nothing changes");
        Assert.That(last.Where(static version => !version.StartsWith("mixed ", StringComparison.Ordinal)), Is.EqualTo(before.Where(static version => !version.StartsWith("mixed ", StringComparison.Ordinal))), "the others are left alone");
        var status = StatusOf((await MapsAsync()).Single(static map => (string?)map["metadata"]!["name"] == "mixed"), "one")!;
        Assert.That(JsonNode.DeepEquals(status, StatusOf((await MapsAsync()).Single(static map => (string?)map["metadata"]!["name"] == "mixed"), "two")), Is.True, "equal results are equal texts");
    }

    [Test]
    public async Task Drift_is_repaired_counted_and_told()
    {
        using var mint = SharedServer.Server.Mint();
        var cluster = new ApiCluster(Api, SharedServer.Server.Kubeconfig, mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster);
        var pod = cluster.Pod("shop/cart");
        using var engine = new HttpClient { BaseAddress = stage.Engine.Management };
        engine.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(stage.TokenFile, Deadline)).Trim());

        using (var deleted = await engine.DeleteAsync(new Uri("/v1/data/kubernetes/pods/shop/cart", UriKind.Relative), Deadline)) deleted.EnsureSuccessStatusCode();
        await stage.View.WaitKnownAsync(pod, Deadline);
        var one = await RepairsAsync(stage);
        using (var deleted = await engine.DeleteAsync(new Uri("/v1/policies/argos/kubernetes-policy/policy.csx", UriKind.Relative), Deadline)) deleted.EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(async token => await RepairsAsync(stage) > one && await HasPolicyAsync(engine, token), "the policy is repaired", TimeSpan.FromSeconds(60), Deadline);
        await stage.WaitReadyAsync(Deadline);
        await Eventually.HoldsAsync(() => Reported(stage, "The engine holds something else than was declared, repairing: ") == 2,
            "both are reported", TimeSpan.FromSeconds(60), Deadline);

        Assert.That(one, Is.EqualTo(1), "one drift, one repair");
        Assert.That(await RepairsAsync(stage), Is.EqualTo(2));
        Assert.That(Reported(stage, "Repaired kubernetes/pods: namespace shop had drifted, sent its 1 objects"), Is.EqualTo(1),
            "only what differs is sent");
    }

    [Test]
    public async Task Map_that_loses_its_label_says_nothing_and_one_without_room_has_its_event()
    {
        const string Mixed = "/api/v1/namespaces/argos/configmaps/mixed";
        await ApplyRightsAsync();
        using var mint = SharedServer.Server.Mint();
        var cluster = new ApiCluster(Api, await KubeconfigAsync(), mint, TimeProvider.System) { More = ["Status:Replica=one"] };
        await cluster.CreateAsync(Deadline);
        await CreateMixedAsync("return Deny(\"late\");");
        await using var stage = await StartAsync(cluster);
        await WaitToldAsync("one", "active");

        await Api.SendAsync(HttpMethod.Patch, Mixed, Metadata("labels", "argos.athenz.io/policy", null), Deadline);
        await Eventually.HoldsAsync(
            async token => (await Api.SendAsync(HttpMethod.Get, Mixed, null, token))["metadata"]!["annotations"]?["argos.athenz.io/status"] is null,
            "the status is gone",
            TimeSpan.FromSeconds(60),
            Deadline);

        await EditMixedAsync("return Nothing();");
        await Api.SendAsync(HttpMethod.Patch, Mixed, Metadata("annotations", "full", new string('x', (256 * 1024) - 8)), Deadline);
        await Api.SendAsync(HttpMethod.Patch, Mixed, Metadata("labels", "argos.athenz.io/policy", "csharp"), Deadline);
        await Eventually.HoldsAsync(async _ => await EventsAsync() is [var only] && ((string)only["message"]!).StartsWith("other.csx", StringComparison.Ordinal), "the event", TimeSpan.FromSeconds(60), Deadline);
        await WaitLogAsync(stage.Mgmt, "argos/mixed", "Too long");

        Assert.That((await Api.SendAsync(HttpMethod.Get, Mixed, null, Deadline))["metadata"]!["annotations"]!["argos.athenz.io/status"], Is.Null);
    }

    [Test]
    public async Task Settings_that_a_policy_refuses_are_told_before_any_request_and_follow_the_policy()
    {
        const string Path = "/api/v1/namespaces/argos/configmaps/" + SampleNames.Provider;
        await ApplyRightsAsync();
        using var mint = SharedServer.Server.Mint();
        var cluster = new ApiCluster(Api, await KubeconfigAsync(), mint, TimeProvider.System) { More = ["Status:Replica=one"] };
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster);
        await WaitSettingsAsync("active");
        var map = await Api.SendAsync(HttpMethod.Get, Path, null, Deadline);
        var good = (string)map["data"]!["settings.json"]!;

        await SetAsync(good.Replace("requireSanIp", "requireSanIP", StringComparison.Ordinal));
        await WaitSettingsAsync("refused");
        map = await Api.SendAsync(HttpMethod.Get, Path, null, Deadline);
        await Eventually.HoldsAsync(async _ => (await EventsOfAsync()).Length == 1, "the event", TimeSpan.FromSeconds(60), Deadline);
        var described = await Kubectl.RunAsync(Deadline, "-n", "argos", "describe", "configmap", SampleNames.Provider);
        // The policy learns the name: nobody touches the settings.
        await PolicyAsync(static text => text.Replace("requireSanIp:", "requireSanIP: {type: flag}\n//   requireSanIp:", StringComparison.Ordinal));
        await WaitSettingsAsync("active");

        var error = StatusOf(map, "one")!["keys"]!["settings.json"]!["errors"]!.AsArray().Single()!;
        Assert.That((string?)error["code"], Is.EqualTo("settings-invalid"));
        Assert.That((string?)error["message"], Is.EqualTo("unknown setting `requireSanIP`; did you mean `requireSanIp`?"));
        Assert.That((string?)(await EventsOfAsync()).Single()["reason"], Is.EqualTo("SettingsRefused"));
        Assert.That(described, Does.Contain("SettingsRefused").And.Contain("did you mean `requireSanIp`?"));

        Task SetAsync(string text) => Api.SendAsync(HttpMethod.Patch, Path, new JsonObject { ["data"] = new JsonObject { ["settings.json"] = text } }, Deadline);

        Task WaitSettingsAsync(string state) => Eventually.HoldsAsync(
            async token => (string?)StatusOf(await Api.SendAsync(HttpMethod.Get, Path, null, token), "one")?["keys"]?["settings.json"]?["state"] == state,
            $"the settings are {state}",
            TimeSpan.FromSeconds(60),
            Deadline);

        async Task PolicyAsync(Func<string, string> edit)
        {
            const string Policy = "/api/v1/namespaces/argos/configmaps/kubernetes-policy";
            var text = (string)(await Api.SendAsync(HttpMethod.Get, Policy, null, Deadline))["data"]!["policy.csx"]!;
            await Api.SendAsync(HttpMethod.Patch, Policy, new JsonObject { ["data"] = new JsonObject { ["policy.csx"] = edit(text) } }, Deadline);
        }

        async Task<JsonNode[]> EventsOfAsync() =>
            [.. (await Api.SendAsync(HttpMethod.Get, "/api/v1/namespaces/argos/events", null, Deadline))["items"]!.AsArray().OfType<JsonNode>().Where(static one => (string?)one["involvedObject"]!["name"] == SampleNames.Provider)];
    }

    private static JsonObject Metadata(string map, string name, string? value) => new() { ["metadata"] = new JsonObject { [map] = new JsonObject { [name] = value } } };

    private static int Reported(StoryStage stage, string what) =>
        Messages(stage.Mgmt).Count(message => message.Contains(what, StringComparison.Ordinal));

    private static async Task<bool> HasPolicyAsync(HttpClient engine, CancellationToken cancellationToken)
    {
        using var answer = await engine.GetAsync(new Uri("/v1/policies/argos/kubernetes-policy/policy.csx", UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Three declarations from now on.</summary>
    private async Task BeatAsync(StepProxy proxy)
    {
        for (var i = 0; i < 3; i++) await proxy.WaitAnsweredAsync(static request => request is { Method: "PUT", Target: "/v1/sync/mgmt" }, proxy.Log.Count, Deadline);
    }

    /// <summary>The version of each ConfigMap and event.</summary>
    private async Task<string[]> VersionsAsync() =>
        [.. (await MapsAsync()).Concat(await EventsAsync()).Select(static one => $"{(string?)one["metadata"]!["name"]} {(string?)one["metadata"]!["resourceVersion"]}").Order(StringComparer.Ordinal)];

    private async Task<int> RepairsAsync(StoryStage stage)
    {
        using var http = new HttpClient { BaseAddress = stage.Mgmt.Diagnostics };
        var page = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Deadline);
        return int.Parse(page.Split('\n').Single(static line => line.StartsWith("argos_mgmt_repairs_total ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
