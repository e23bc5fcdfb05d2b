using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>What replication costs at size: memory for a pod, the time to ready, and the way of one change, at few pods and at many.</summary>
internal static class ScaleRun
{
    private const int Few = 1_000;
    private const int Start = 10_000;
    private const int Many = 50_000;
    private const int Changes = 200;

    public static async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}; the API server is a stand-in in this process"));
        long engine;
        long mgmt;
        double few;
        await using (var scene = await ScaleScene.StartAsync(Few))
        {
            few = await ChangeAsync(scene, Few);
            await SettleAsync();
            (engine, mgmt) = (scene.EngineBytes, scene.MgmtBytes);
        }
        await using (var scene = await ScaleScene.StartAsync(Start))
            Tell("start to ready, 10,000 pods, over paging the list (processes' own start included)", scene.Ready / scene.Paging!.Value, "x", 3);
        await using (var scene = await ScaleScene.StartAsync(Many))
        {
            Tell("start to ready, 50,000 pods", scene.Ready.TotalSeconds, "s", null);
            await SettleAsync();
            Tell("engine, resident bytes a pod, from 1,000 to 50,000", (scene.EngineBytes - engine) / (double)(Many - Few), "B", 1024);
            Tell("mgmt, resident bytes a pod, from 1,000 to 50,000", (scene.MgmtBytes - mgmt) / (double)(Many - Few), "B", 512);
            var many = await ChangeAsync(scene, Many);
            Tell("a change until it is visible, median, 1,000 pods", few, "ms", null);
            Tell("a change until it is visible, median, 50,000 pods", many, "ms", null);
            Tell("50,000 pods over 1,000 pods", many / few, "x", 1.3);
        }
        return 0;
    }

    /// <summary>The median time from a change in the cluster until the engine tells it, in milliseconds.</summary>
    private static async Task<double> ChangeAsync(ScaleScene scene, int pods)
    {
        using var http = new HttpClient { BaseAddress = scene.Stage.Engine.Management };
        var times = new double[Changes];
        for (var i = 0; i < times.Length; i++)
        {
            var (index, revision) = (i * 7919 % pods, i + 1);
            var pod = ScaleScene.Pod(index, revision);
            var clock = Stopwatch.StartNew();
            scene.Change(index, revision);
            while (await AddressAsync(http, pod.Namespace, pod.Name) != pod.Ip)
            {
                // Asking is the measure.
            }
            times[i] = clock.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        return times[times.Length / 2];
    }

    private static async Task<string?> AddressAsync(HttpClient http, string space, string name)
    {
        var answer = await http.GetStringAsync(new Uri($"/v1/data/kubernetes/pods/{space}/{name}", UriKind.Relative));
        return (string?)JsonNode.Parse(answer)!["result"]?["status"]?["podIP"];
    }

    /// <summary>Garbage of the start is not what a pod costs; both collectors get a few heartbeats.</summary>
    private static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

    private static void Tell(string what, double value, string unit, double? target)
    {
        var verdict = target is { } limit ? string.Create(CultureInfo.InvariantCulture, $"  target {limit:0.##} {unit}: {(value <= limit ? "met" : "missed")}") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-90} {value,10:0.##} {unit}{verdict}"));
    }
}
