using System.Diagnostics;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>Changes pods of a cluster at a rate, and looks at a few of the changes when the engine tells them.</summary>
internal sealed class Updates(ScaleScene scene, int pods)
{
    private const int LooksPerSecond = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>How many changes were made.</summary>
    public int Made { get; private set; }

    /// <summary>Runs for a time.</summary>
    /// <returns>From the change to the engine's answer, in milliseconds, of some of them.</returns>
    public async Task<List<double>> RunAsync(int perSecond, TimeSpan duration)
    {
        using var view = new EngineView(scene.Stage.Engine.Management);
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        var (start, looked) = (Made, 0);
        Task<double>? look = null;
        while (clock.Elapsed < duration)
        {
            while (Made - start < clock.Elapsed.TotalSeconds * perSecond)
            {
                var (index, revision) = ((int)(Made * 7919L % pods), Made + 1);
                var wanted = look is null && looked < clock.Elapsed.TotalSeconds * LooksPerSecond;
                var since = Stopwatch.StartNew();
                scene.Change(index, revision);
                Made++;
                if (!wanted) continue;
                looked++;
                look = Task.Run(() => view.VisibleAsync(index, revision, since));
            }
            await Task.Delay(Tick, TimeProvider.System);
            if (look is not { IsCompleted: true }) continue;
            times.Add(await look);
            look = null;
        }
        if (look is not null) times.Add(await look);
        return times;
    }
}
