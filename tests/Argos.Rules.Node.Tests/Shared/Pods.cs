using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Shared;

/// <summary>A pod as the API server has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Ip">Its address; empty until it has one.</param>
/// <param name="Ready">Whether it is ready and not being deleted.</param>
/// <param name="Restarts">How often each container was started again.</param>
internal sealed record PodView(string Name, string Uid, string Ip, bool Ready, ImmutableSortedDictionary<string, int> Restarts)
{
    /// <summary>The names of its containers.</summary>
    public IEnumerable<string> Containers => Restarts.Keys;
}

/// <summary>Reads and makes pods.</summary>
internal sealed class Pods(ClusterApi api)
{
    /// <summary>The replicas of the provider that are not being deleted.</summary>
    public async Task<ImmutableArray<PodView>> ReplicasAsync(CancellationToken cancellationToken) =>
        await OfAsync(SampleNames.Namespace, "app.kubernetes.io/name=identityd", cancellationToken);

    /// <summary>The pods of a namespace that are not being deleted.</summary>
    public async Task<ImmutableArray<PodView>> OfAsync(string place, string selector, CancellationToken cancellationToken)
    {
        var list = await api.SendAsync(
            HttpMethod.Get, $"/api/v1/namespaces/{place}/pods?labelSelector={Uri.EscapeDataString(selector)}", null, cancellationToken);
        return [.. list["items"]!.AsArray().Select(static item => item!)
            .Where(static item => item["metadata"]!["deletionTimestamp"] is null).Select(View)];
    }

    /// <summary>Whether exactly two replicas run and both are ready.</summary>
    public async Task<bool> AreReadyAsync(CancellationToken cancellationToken) =>
        await ReplicasAsync(cancellationToken) is [{ Ready: true }, { Ready: true }];

    /// <summary>Makes a pod that does nothing, and waits until it runs.</summary>
    public async Task<PodView> CreateIdleAsync(string place, string name, string serviceAccount, CancellationToken cancellationToken)
    {
        await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{place}/pods", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = name } },
            ["spec"] = new JsonObject
            {
                ["serviceAccountName"] = serviceAccount,
                ["terminationGracePeriodSeconds"] = 1,
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "localhost/pause:1" }),
            },
        }, cancellationToken);
        PodView? made = null;
        await TestKit.Time.Eventually.HoldsAsync(
            async token => (made = (await OfAsync(place, $"app={name}", token)).SingleOrDefault()) is { Ready: true, Ip.Length: > 0 },
                $"pod {name} runs", TimeSpan.FromMinutes(1), cancellationToken);
        return made!;
    }

    /// <summary>Deletes a pod and waits until it is gone.</summary>
    public async Task DeleteAsync(string place, string name, CancellationToken cancellationToken)
    {
        await api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{place}/pods/{name}", null, cancellationToken, HttpStatusCode.NotFound);
        await TestKit.Time.Eventually.HoldsAsync(
            async token => (int?)(await api.SendAsync(
                HttpMethod.Get, $"/api/v1/namespaces/{place}/pods/{name}", null, token, HttpStatusCode.NotFound))["code"] == 404,
            $"pod {name} is gone", TimeSpan.FromMinutes(1), cancellationToken);
    }

    /// <summary>A token for the provider, bound to a pod as a projected volume's is.</summary>
    public async Task<string> TokenAsync(
        string place, string serviceAccount, PodView pod, string audience, CancellationToken cancellationToken)
    {
        var reply = await api.SendAsync(
            HttpMethod.Post, $"/api/v1/namespaces/{place}/serviceaccounts/{serviceAccount}/token", new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject
            {
                ["audiences"] = new JsonArray(audience),
                ["expirationSeconds"] = 3600,
                ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["name"] = pod.Name, ["uid"] = pod.Uid },
            },
        }, cancellationToken);
        return (string)reply["status"]!["token"]!;
    }

    private static PodView View(JsonNode pod)
    {
        var status = pod["status"]!;
        var ready = status["conditions"]?.AsArray()
            .Any(static condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True") == true;
        var restarts = status["containerStatuses"]?.AsArray()
            .ToImmutableSortedDictionary(static one => (string)one!["name"]!, static one => (int)one!["restartCount"]!)
            ?? ImmutableSortedDictionary<string, int>.Empty;
        return new PodView((string)pod["metadata"]!["name"]!, (string)pod["metadata"]!["uid"]!, (string?)status["podIP"] ?? "", ready,
            restarts);
    }
}
