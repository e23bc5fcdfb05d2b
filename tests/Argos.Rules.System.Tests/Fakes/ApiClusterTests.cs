using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>The fake and the real API server behave alike in what the story uses.</summary>
internal sealed class ApiClusterTests
{
    [Test]
    public async Task Pod_lives_and_dies_in_the_stand_in()
    {
        await using var server = await FakeApiServer.StartAsync(CancellationToken.None);
        using var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);

        await LiveAndDieAsync(api, server.Mint);
    }

    /// <summary>What both have to pass.</summary>
    internal static async Task LiveAndDieAsync(ClusterApi api, TokenMint mint)
    {
        const string path = "/api/v1/namespaces/media-sports/pods/api";
        var cluster = new ApiCluster(api, "", mint, TimeProvider.System);
        await cluster.CreateAsync(CancellationToken.None);
        var pod = cluster.Pod("media-sports/api");

        var running = await api.SendAsync(HttpMethod.Get, path, null, CancellationToken.None);
        Assert.That((string?)running["status"]!["podIP"], Is.EqualTo("10.1.0.10"));
        Assert.That((string?)running["status"]!["phase"], Is.EqualTo("Running"));
        Assert.That(mint.TryRead(await cluster.TokenAsync(pod, CancellationToken.None), out var claims), Is.True);
        Assert.That((string?)claims!["kubernetes.io"]!["pod"]!["uid"], Is.EqualTo(pod.Uid));
        Assert.That((string?)claims["iss"], Is.EqualTo(mint.Issuer));

        await cluster.BeginDeleteAsync(pod, CancellationToken.None);
        var dying = await api.SendAsync(HttpMethod.Get, path, null, CancellationToken.None);
        Assert.That(dying["metadata"]!["deletionTimestamp"], Is.Not.Null);
        await cluster.RemoveAsync(pod, CancellationToken.None);
        var list = await api.SendAsync(HttpMethod.Get, "/api/v1/namespaces/media-sports/pods", null, CancellationToken.None);
        Assert.That(list["items"]!.AsArray().Select(p => (string?)p!["metadata"]!["name"]), Is.EqualTo(new[] { "web" }));
        Assert.That(JsonNode.Parse(mint.Jwks())!["keys"]![0]!["kid"], Is.Not.Null);
    }
}
