using System.Diagnostics;
using System.Text.Json;
using Argos.Rules.Benchmarks.Load;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>Asks an engine what it holds.</summary>
internal sealed class EngineView(Uri management) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http = new() { BaseAddress = management };

    /// <summary>Waits until the engine tells a revision of a pod.</summary>
    /// <param name="index">The pod.</param>
    /// <param name="revision">Its revision.</param>
    /// <param name="clock">Was started when it was made.</param>
    /// <returns>The time on the clock.</returns>
    public async Task<double> VisibleAsync(int index, int revision, Stopwatch clock)
    {
        var mark = NumberedPod.Mark(revision);
        while (await SecondAddressAsync(index) != mark)
        {
            if (clock.Elapsed > Patience) throw new TimeoutException($"revision {revision} of pod {index} did not come");
            await Task.Delay(Pause, TimeProvider.System);
        }
        return clock.Elapsed.TotalMilliseconds;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> SecondAddressAsync(int index)
    {
        var answer = await _http.GetByteArrayAsync(new Uri($"/v1/data/kubernetes/pods/{NumberedPod.Namespace(index)}/{NumberedPod.Name(index)}/status/podIPs", UriKind.Relative));
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("result")[1].GetProperty("ip").GetString();
    }
}
