using System.Diagnostics;
using Argos.Rules.Benchmarks.Load;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>What replication costs at size: memory for a pod, and the way of one change, at few pods and at many.</summary>
internal static class ScaleRun
{
    // Enough that both processes give back what the load left behind, as they do at any size that matters.
    private const int FewKept = 2_500;
    private const int Few = 1_000;
    private const int Many = 50_000;
    private const int Changes = 300;

    public static async Task<int> RunAsync()
    {
        Report.Machine("the API server is a fake in this process");
        await using var large = await ScaleScene.StartAsync(Many);
        await MemoryAsync(large);
        await using var small = await ScaleScene.StartAsync(Few);
        await SettleAsync();
        await ChangesAsync(small, large);
        return 0;
    }

    private static async Task MemoryAsync(ScaleScene large)
    {
        await using var small = await ScaleScene.StartAsync(FewKept);
        await SettleAsync();
        Report.Print($"engine, resident, {FewKept:N0} pods", small.EngineBytes / 1e6, "MB");
        Report.Print($"engine, resident, {Many:N0} pods", large.EngineBytes / 1e6, "MB");
        Report.Print("engine, resident bytes a pod, the difference", PerPod(small.EngineBytes, large.EngineBytes), "B", 1024);
        Report.Print($"mgmt, resident, {FewKept:N0} pods", small.MgmtBytes / 1e6, "MB");
        Report.Print($"mgmt, resident, {Many:N0} pods", large.MgmtBytes / 1e6, "MB");
        Report.Print("mgmt, resident bytes a pod, the difference", PerPod(small.MgmtBytes, large.MgmtBytes), "B", 512);
    }

    /// <summary>In turn, so that what else the machine does falls on both alike.</summary>
    private static async Task ChangesAsync(ScaleScene small, ScaleScene large)
    {
        using var atFew = new EngineView(small.Stage.Engine.Management);
        using var atMany = new EngineView(large.Stage.Engine.Management);
        var (few, many) = (new List<double>(), new List<double>());
        var (cpuFew, cpuMany) = (Cpu(small), Cpu(large));
        for (var i = 0; i < Changes; i++)
        {
            few.Add(await ChangeAsync(small, atFew, i * 7919 % Few, i + 1));
            many.Add(await ChangeAsync(large, atMany, i * 7919 % Many, i + 1));
        }
        (cpuFew, cpuMany) = (Cpu(small) - cpuFew, Cpu(large) - cpuMany);
        Report.Print($"a change until the engine tells it, median, {Few:N0} pods", Report.Percentile(few, 0.5), "ms");
        Report.Print($"a change until the engine tells it, median, {Many:N0} pods", Report.Percentile(many, 0.5), "ms");
        Report.Print("the second over the first", Report.Percentile(many, 0.5) / Report.Percentile(few, 0.5), "x", 1.3);
        Report.Print("processor time of both processes meanwhile, the second over the first", cpuMany / cpuFew, "x", 1.3);
    }

    private static async Task<double> ChangeAsync(ScaleScene scene, EngineView view, int index, int revision)
    {
        var clock = Stopwatch.StartNew();
        scene.Change(index, revision);
        return await view.VisibleAsync(index, revision, clock);
    }

    private static double Cpu(ScaleScene scene) => ProcessCpu.Seconds(scene.Stage.Engine.Process.Id) + ProcessCpu.Seconds(scene.Stage.Mgmt.Process.Id);

    private static double PerPod(long few, long many) => (many - few) / (double)(Many - FewKept);

    /// <summary>A few heartbeats.</summary>
    private static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
}
