using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.TestKit.Story;

/// <summary>What the engine holds, seen through its management API.</summary>
/// <param name="management">Where that is.</param>
/// <param name="tokenFile">The file with its token.</param>
public sealed class EngineView(Uri management, string tokenFile) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { BaseAddress = management, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Waits until the engine knows that a pod is being deleted.</summary>
    public Task WaitDeletingAsync(SamplePod pod, CancellationToken cancellationToken) =>
        Eventually.HoldsAsync(async token => (await PodAsync(pod, token))?["metadata"]?["deletionTimestamp"] is not null, $"the engine knows that pod {pod.Name} is being deleted", Patience, cancellationToken);

    /// <summary>Waits until the engine no longer has a pod.</summary>
    public Task WaitGoneAsync(SamplePod pod, CancellationToken cancellationToken) =>
        Eventually.HoldsAsync(async token => await PodAsync(pod, token) is null, $"the engine has forgotten pod {pod.Name}", Patience, cancellationToken);

    /// <summary>Waits until the engine has a pod.</summary>
    public Task WaitKnownAsync(SamplePod pod, CancellationToken cancellationToken) =>
        Eventually.HoldsAsync(token => IsKnownAsync(pod, token), $"the engine knows pod {pod.Name}", Patience, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<bool> IsKnownAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        try
        {
            return (string?)(await PodAsync(pod, cancellationToken))?["metadata"]?["uid"] == pod.Uid;
        }
        catch (HttpRequestException)
        {
            // An engine that is only just starting does not know it yet.
            return false;
        }
    }

    /// <summary>OPA answers a path that is not there with 200 and no result.</summary>
    private async Task<JsonNode?> PodAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/v1/data/kubernetes/pods/{pod.Namespace}/{pod.Name}", UriKind.Relative));
        if (File.Exists(tokenFile)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(tokenFile, cancellationToken)).Trim());
        using var answer = await _http.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))?["result"];
    }
}
