using System.Net;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.TestKit.Time;

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
        var result = await UpdateAsync(duration);
        await ReadersRun.RunAsync();
        return result;
    }

    private static async Task<int> UpdateAsync(TimeSpan duration)
    {
        Report.Machine("the API server is a fake in this process, which also makes the load");
        await using var scene = await ScaleScene.StartAsync(Pods);
        using var population = new Population(Pods, Tokens, scene.Mint);
        var inputs = population.Inputs();
        var decisions = new HttpLoad(new IPEndPoint(IPAddress.Loopback, scene.Stage.Engine.Management.Port), LoadRun.Decision, LoadRun.Allowed, TimeProvider.System) { Pace = Pace };
        await decisions.RunAsync(Connections, inputs, Warm);
        var updates = new Updates(scene, Pods);
        // Also what is compiled to better code in the first thousands of updates.
        await updates.RunAsync(PerSecond, Warm);
        var (engine, mgmt) = (scene.EngineBytes, scene.MgmtBytes);
        var started = StolenTime.Seconds();
        var before = await decisions.RunAsync(Connections, inputs, Idle);
        var quiet = StolenTime.Seconds();
        var (cpu, made) = (Cpu(scene), updates.Made);
        var beside = decisions.RunAsync(Connections, inputs, duration);
        var seen = await updates.RunAsync(PerSecond, duration);
        var during = await beside;
        var stolen = StolenTime.Seconds() - quiet;
        (cpu, made) = (Cpu(scene) - cpu, updates.Made - made);
        var after = await decisions.RunAsync(Connections, inputs, Idle);
        Report.Print("updates a second", made / duration.TotalSeconds, "/s");
        Report.Print("from the event to the engine's answer, median", Report.Percentile(seen, 0.5), "ms");
        Report.Print($"from the event to the engine's answer, 99th percentile of {seen.Count}", Report.Percentile(seen, 0.99), "ms", 100);
        Report.Print($"decision, {Connections * 1000 / Pace.TotalMilliseconds} a second, median without and with updates",
            before.MedianMilliseconds, "ms");
        Report.Print("", during.MedianMilliseconds, "ms");
        Report.Print("decision, 99th percentile before the updates", before.P99Milliseconds, "ms");
        Report.Print("decision, 99th percentile during the updates", during.P99Milliseconds, "ms");
        Report.Print("decision, 99th percentile after the updates", after.P99Milliseconds, "ms");
        Report.Print("the second over the mean of the others",
            during.P99Milliseconds / ((before.P99Milliseconds + after.P99Milliseconds) / 2), "x", 2);
        Report.Print("part of a processor that the host gave to others, before the updates", 100 * (quiet - started) / Idle.TotalSeconds,
            "%");
        Report.Print("part of a processor that the host gave to others, during the updates", 100 * stolen / duration.TotalSeconds, "%");
        Report.Print("processor time of both processes for one update (decisions included)", cpu / made * 1e6, "µs");
        Memory("before the updates", engine, mgmt);
        Memory("after them", scene.EngineBytes, scene.MgmtBytes);
        await RelistAsync(scene);
        Memory("after a re-list", scene.EngineBytes, scene.MgmtBytes);
        return 0;
    }

    private static async Task RelistAsync(ScaleScene scene)
    {
        var lists = scene.Lists;
        scene.Relist();
        await Eventually.HoldsAsync(() => scene.Lists - lists >= Pods / 500, "the pages of the re-list", TimeSpan.FromSeconds(60), CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
    }

    private static void Memory(string when, long engine, long mgmt)
    {
        Report.Print($"engine, resident, {when}", engine / 1e6, "MB");
        Report.Print($"mgmt, resident, {when}", mgmt / 1e6, "MB");
    }

    private static double Cpu(ScaleScene scene) => ProcessCpu.Seconds(scene.Stage.Engine.Process.Id) + ProcessCpu.Seconds(scene.Stage.Mgmt.Process.Id);
}
