using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Restarts;

internal sealed class BrokenKeyTests : SystemTest
{
    private const string Map = "/api/v1/namespaces/argos/configmaps/kubernetes-policy";

    [Test]
    public async Task Broken_key_among_good_ones_is_told_and_stops_nothing()
    {
        await using var server = await FakeApiServer.StartAsync(Deadline);
        using var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);
        var cluster = new ApiCluster(api, server.WriteKubeconfig(Path.Combine(Folder, "kubeconfig")), server.Mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster);
        var agent = new FakeAgent(stage.Zts, Fakes.TestKey.Shared);
        var pod = cluster.Pod("media-sports/api");
        var identity = PodStory.Identity(pod, await cluster.TokenAsync(pod, Deadline));

        await PatchAsync(api, ("broken.csx", "return Nothing();"), ("late.csx", "return Allow();"));
        await Eventually.HoldsAsync(async token => await StatusAsync(api, token) is { } status && status.Contains("broken.csx", StringComparison.Ordinal) && status.Contains("late.csx", StringComparison.Ordinal), "the status tells of the broken key", TimeSpan.FromSeconds(60), Deadline);
        using var beside = await agent.RegisterAsync(identity, Deadline);
        await PatchAsync(api, ("late.csx", "return Deny(\"not-today\");"));
        await Eventually.HoldsAsync(async token => await DeniedAsync(agent, identity, token), "its good neighbour to be replaced", TimeSpan.FromSeconds(60), Deadline);

        Assert.That(beside.Status, Is.EqualTo(HttpStatusCode.Created), beside.Message);
        Assert.That(await StatusAsync(api, Deadline), Does.Contain("Nothing"), "the message names what does not compile");
    }

    private async Task PatchAsync(ClusterApi api, params (string Key, string Text)[] keys)
    {
        var data = new JsonObject(keys.Select(static key => KeyValuePair.Create(key.Key, (JsonNode?)key.Text)));
        await api.SendAsync(HttpMethod.Patch, Map, new JsonObject { ["data"] = data }, Deadline);
    }

    private static async Task<string?> StatusAsync(ClusterApi api, CancellationToken cancellationToken) =>
        (string?)(await api.SendAsync(HttpMethod.Get, Map, null, cancellationToken))["metadata"]!["annotations"]?["argos.athenz.io/status"];

    private static async Task<bool> DeniedAsync(FakeAgent agent, AgentIdentity identity, CancellationToken cancellationToken)
    {
        using var reply = await agent.RegisterAsync(identity, cancellationToken);
        return reply.Status == HttpStatusCode.Forbidden;
    }
}
