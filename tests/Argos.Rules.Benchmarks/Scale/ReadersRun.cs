using System.Diagnostics;
using System.Globalization;
using Argos.Rules.Benchmarks.Load;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>Pods written one after the other beside readers that do nothing but ask. The engine is alone: mgmt would undo what somebody else writes.</summary>
internal static class ReadersRun
{
    private const int Pods = 10_000;
    private const int Tokens = 64;
    private const int Readers = 64;
    private const int Rounds = 3;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync()
    {
        await using var scene = new LoadScene();
        await scene.StartAsync(Pods, Tokens);
        await MeasureAsync(scene.Engine, scene.Population.Inputs());
    }

    private static async Task MeasureAsync(EngineUnderLoad engine, byte[][] inputs)
    {
        var readers = new HttpLoad(engine.Management, LoadRun.Decision, LoadRun.Allowed, TimeProvider.System);
        await Measure.WarmAsync(readers, engine.ProcessId, inputs);
        var (quiet, busy, taken, visible) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            quiet.Add((await readers.RunAsync(Readers, inputs, Span)).P99Milliseconds);
            var running = readers.RunAsync(Readers, inputs, Span);
            await WriteAsync(engine, taken, visible);
            busy.Add((await running).P99Milliseconds);
        }
        Report.Print($"a pod written beside {Readers} saturating readers until it is taken, 99th percentile of {taken.Count}",
            Report.Percentile(taken, 0.99), "ms", 50);
        Report.Print("until a read after that has shown it, median", Report.Percentile(visible, 0.5), "ms");
        Report.Print("until a read after that has shown it, 99th percentile", Report.Percentile(visible, 0.99), "ms");
        Report.Print("decision of these readers, 99th percentile without writes", quiet.Average(), "ms");
        Report.Print("with writes, over that", busy.Average() / quiet.Average(), "x", 2);
    }

    private static async Task WriteAsync(EngineUnderLoad engine, List<double> taken, List<double> visible)
    {
        var address = new Uri($"http://{engine.Management}");
        using var view = new EngineView(address);
        using var http = new HttpClient { BaseAddress = address };
        var all = Stopwatch.StartNew();
        while (all.Elapsed < Span)
        {
            var revision = taken.Count + 1;
            var index = revision * 7919 % Pods;
            var pod = NumberedPod.Replicated(index);
            pod["status"]!["podIPs"]![1]!["ip"] = NumberedPod.Mark(revision);
            var body = string.Create(CultureInfo.InvariantCulture, $"[{{\"op\":\"add\",\"path\":\"/kubernetes/pods/{NumberedPod.Namespace(index)}/{NumberedPod.Name(index)}\",\"value\":{pod.ToJsonString()}}}]");
            var clock = Stopwatch.StartNew();
            using var answer = await http.PatchAsync(new Uri("/v1/data", UriKind.Relative), new StringContent(body));
            answer.EnsureSuccessStatusCode();
            taken.Add(clock.Elapsed.TotalMilliseconds);
            visible.Add(await view.VisibleAsync(index, revision, clock));
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
