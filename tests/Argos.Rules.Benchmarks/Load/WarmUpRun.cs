using Argos.Rules.Benchmarks.Scale;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>
/// How long a new engine, published as the images do, takes until it decides as fast as it ever will: the runtime translates hot methods again,
/// and when it does so depends on its settings.
/// </summary>
internal static class WarmUpRun
{
    private const int Tokens = 64;
    private const int Pods = 1000;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);
    private static readonly int[] Shown = [1, 2, 3, 5, 8, 12, 20, 30, 45, 60];

    public static async Task<int> RunAsync()
    {
        await using var scene = new LoadScene();
        var published = new Published(scene.Folder);
        await published.MakeAsync();
        await scene.StartAsync(Pods, Tokens, published.Engine);
        Report.Machine("the load is made on the same processors");
        var inputs = scene.Population.Inputs();
        var load = new HttpLoad(scene.Engine.Management, LoadRun.Decision, LoadRun.Allowed, TimeProvider.System);
        for (var second = 1; second <= Shown[^1]; second++)
        {
            var run = await Measure.RunAsync(load, scene.Engine.ProcessId, inputs, Slice);
            if (Shown.Contains(second)) Measure.Show($"decision, known tokens, second {second}", run);
        }
        return 0;
    }
}
