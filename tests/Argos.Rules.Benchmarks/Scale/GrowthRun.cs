using System.Globalization;
using Argos.Rules.Benchmarks.Load;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>What a decision costs when there are more pods, and more policies that do not concern it.</summary>
internal static class GrowthRun
{
    private const int Few = 1_000;
    private const int Many = 50_000;
    private const int Others = 99;
    private const int Tokens = 256;
    private const double Flat = 1.1;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(6);

    public static async Task<int> RunAsync()
    {
        Report.Machine("a real engine process; processor time of one decision with a known token, HTTP included");
        await using var scene = new LoadScene();
        await scene.StartAsync(Few, Tokens);
        await MeasureAsync(scene.Engine, scene.Population.Inputs());
        return 0;
    }

    private static async Task MeasureAsync(EngineUnderLoad engine, byte[][] inputs)
    {
        var load = new HttpLoad(engine.Management, LoadRun.Decision, LoadRun.Allowed, TimeProvider.System);
        await Measure.WarmAsync(load, engine.ProcessId, inputs);
        var pods = await CompareAsync(load, engine, inputs, size => engine.PutAsync("v1/data/kubernetes/pods", Population.Collection(size)), Few, Many);
        Print("pods", Few, Many, pods);
        await engine.PutAsync("v1/data/kubernetes/pods", Population.Collection(Few));
        var policies = await CompareAsync(load, engine, inputs, size => ResizeAsync(engine, size - 1), 1, Others + 1);
        Print("policies, all but one for other providers", 1, Others + 1, policies);
    }

    /// <summary>Small, large, and again, so that what else the machine does falls on both.</summary>
    private static async Task<(double Few, double Many)> CompareAsync(HttpLoad load, EngineUnderLoad engine, byte[][] inputs, Func<int, Task> resize, int few, int many)
    {
        var (small, large) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            await resize(few);
            await Task.Delay(Settle, TimeProvider.System);
            small.Add((await Measure.RunAsync(load, engine.ProcessId, inputs, Span)).Cpu);
            await resize(many);
            await Task.Delay(Settle, TimeProvider.System);
            large.Add((await Measure.RunAsync(load, engine.ProcessId, inputs, Span)).Cpu);
        }
        return (small.Min(), large.Min());
    }

    // What loading them has left to do is done before anything is measured.
    private static async Task ResizeAsync(EngineUnderLoad engine, int others)
    {
        for (var i = 0; i < Others; i++)
        {
            if (others > 0) await engine.PutAsync(PathOf(i), Policy(i));
            else await engine.DropAsync(PathOf(i));
        }
    }

    private static string PathOf(int index) => string.Create(CultureInfo.InvariantCulture, $"v1/policies/other/p{index}.csx");

    private static string Policy(int index) => string.Create(CultureInfo.InvariantCulture, $$"""
        // ---
        // title: For another provider
        // providers: ["other{{index}}.*"]
        // ---
        return Input.Service == "s{{index}}" ? Allow() : Deny("other");
        """);

    private static void Print(string what, int few, int many, (double Few, double Many) cost)
    {
        Report.Print($"{few:N0} {what}", cost.Few, "µs");
        Report.Print($"{many:N0} {what}", cost.Many, "µs");
        Report.Print("the second over the first", cost.Many / cost.Few, "x", Flat);
    }
}
