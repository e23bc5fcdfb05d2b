using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Argos.Rules.Benchmarks.Load;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>A cluster in motion: many updates beside decisions, then everything listed again.</summary>
internal static class UpdatesRun
{
    private const int Pods = 50_000;
    private const int PerSecond = 500;
    private const int Tokens = 64;
    private const int Connections = 4;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        Report.Machine("the API server is a stand-in in this process, which also makes the load");
        await using var scene = await ScaleScene.StartAsync(Pods);
        using var population = new Population(Pods, Tokens, scene.Mint);
        byte[][] inputs = [.. population.Confirmations.Select(static c => Encoding.UTF8.GetBytes("{\"input\":" + Encoding.UTF8.GetString(c) + "}"))];
        var decisions = new HttpLoad(new IPEndPoint(IPAddress.Loopback, scene.Stage.Engine.Management.Port), LoadRun.Decision, LoadRun.Allowed, TimeProvider.System) { Pace = Pace };
        await decisions.RunAsync(Connections, inputs, Warm);
        var updates = new Updates(scene, Pods);
        // Also what is compiled to better code in the first thousands of updates.
        await updates.RunAsync(PerSecond, Warm);
        var (engine, mgmt) = (scene.EngineBytes, scene.MgmtBytes);
        var before = await decisions.RunAsync(Connections, inputs, Idle);
        var (cpu, made) = (Cpu(scene), updates.Made);
        var beside = decisions.RunAsync(Connections, inputs, duration);
        var seen = await updates.RunAsync(PerSecond, duration);
        var during = await beside;
        (cpu, made) = (Cpu(scene) - cpu, updates.Made - made);
        var after = await decisions.RunAsync(Connections, inputs, Idle);
        Report.Tell("updates a second", made / duration.TotalSeconds, "/s");
        Report.Tell("from the event to the engine's answer, median", Report.Percentile(seen, 0.5), "ms");
        Report.Tell($"from the event to the engine's answer, 99th percentile of {seen.Count}", Report.Percentile(seen, 0.99), "ms", 100);
        Report.Tell($"decision, {Connections * 1000 / Pace.TotalMilliseconds} a second, median without and with updates", before.MedianMilliseconds, "ms");
        Report.Tell("", during.MedianMilliseconds, "ms");
        Report.Tell("decision, 99th percentile before the updates", before.P99Milliseconds, "ms");
        Report.Tell("decision, 99th percentile during the updates", during.P99Milliseconds, "ms");
        Report.Tell("decision, 99th percentile after the updates", after.P99Milliseconds, "ms");
        Report.Tell("the second over the mean of the others", during.P99Milliseconds / ((before.P99Milliseconds + after.P99Milliseconds) / 2), "x", 2);
        Report.Tell("processor time of both processes for one update (decisions included)", cpu / made * 1e6, "µs");
        Memory("before the updates", engine, mgmt);
        Memory("after them", scene.EngineBytes, scene.MgmtBytes);
        await RelistAsync(scene);
        Memory("after a re-list", scene.EngineBytes, scene.MgmtBytes);
        await ReadersAsync(scene, inputs);
        return 0;
    }

    private static async Task RelistAsync(ScaleScene scene)
    {
        var lists = scene.Lists;
        scene.Relist();
        for (var tries = 0; scene.Lists - lists < Pods / 500 && tries < 600; tries++) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
    }

    /// <summary>Writes one after the other beside readers that do nothing but ask.</summary>
    private static async Task ReadersAsync(ScaleScene scene, byte[][] inputs)
    {
        const int Readers = 64;
        var span = TimeSpan.FromSeconds(10);
        var readers = new HttpLoad(new IPEndPoint(IPAddress.Loopback, scene.Stage.Engine.Management.Port), LoadRun.Decision, LoadRun.Allowed, TimeProvider.System);
        await readers.RunAsync(Readers, inputs, Warm / 2);
        var (quiet, busy, visible) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            quiet.Add((await readers.RunAsync(Readers, inputs, span)).P99Milliseconds);
            var running = readers.RunAsync(Readers, inputs, span);
            visible.AddRange(await WriteAsync(scene, span));
            busy.Add((await running).P99Milliseconds);
        }
        Report.Tell($"a pod written beside {Readers} saturating readers until a read shows it, median", Report.Percentile(visible, 0.5), "ms");
        Report.Tell($"the same, 99th percentile of {visible.Count}", Report.Percentile(visible, 0.99), "ms", 50);
        Report.Tell("decision of these readers, 99th percentile without writes", quiet.Average(), "ms");
        Report.Tell("with writes, over that", busy.Average() / quiet.Average(), "x", 2);
    }

    private static async Task<List<double>> WriteAsync(ScaleScene scene, TimeSpan span)
    {
        using var view = new EngineView(scene.Stage.Engine.Management);
        using var http = new HttpClient { BaseAddress = scene.Stage.Engine.Management };
        var times = new List<double>();
        var all = Stopwatch.StartNew();
        for (var revision = 1_000_000; all.Elapsed < span; revision++)
        {
            var index = revision % Pods;
            var pod = NumberedPod.Replicated(index);
            pod["status"]!["podIPs"]![1]!["ip"] = NumberedPod.Mark(revision);
            var body = string.Create(CultureInfo.InvariantCulture, $"[{{\"op\":\"add\",\"path\":\"/kubernetes/pods/{NumberedPod.Namespace(index)}/{NumberedPod.Name(index)}\",\"value\":{pod.ToJsonString()}}}]");
            var clock = Stopwatch.StartNew();
            using var answer = await http.PatchAsync(new Uri("/v1/data", UriKind.Relative), new StringContent(body));
            answer.EnsureSuccessStatusCode();
            times.Add(await view.VisibleAsync(index, revision, clock));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        return times;
    }

    private static void Memory(string when, long engine, long mgmt)
    {
        Report.Tell($"engine, resident, {when}", engine / 1e6, "MB");
        Report.Tell($"mgmt, resident, {when}", mgmt / 1e6, "MB");
    }

    private static double Cpu(ScaleScene scene) => ProcessCpu.Seconds(scene.Stage.Engine.Process.Id) + ProcessCpu.Seconds(scene.Stage.Mgmt.Process.Id);
}
