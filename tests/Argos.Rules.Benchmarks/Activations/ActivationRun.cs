using System.Globalization;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Activations;

/// <summary>
/// Puts one policy into force again and again, each time another text, in a real engine process: compiled by its worker, checked,
/// tried out, metered, loaded, run. What the engine holds must not grow with it.
/// </summary>
internal static class ActivationRun
{
    public const int Default = 10_000;

    private const int Samples = 20;

    /// <summary>What may be added from the first tenth to the last: the runtime's heaps move by some megabytes, a policy that stayed loaded takes about 150 KB.</summary>
    private const double MemoryFactor = 1.10;
    private const long MemoryBytes = 16L * 1024 * 1024;
    private const int Handles = 4;
    private const int Threads = 6;

    /// <summary>A policy has about a dozen, until the collector comes by.</summary>
    private const int Mappings = 4_000;

    public static async Task<int> RunAsync(int count)
    {
        await using var scene = new LoadScene();
        await scene.StartAsync();
        var source = await File.ReadAllTextAsync(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx"));
        var (started, states) = (TimeProvider.System.GetTimestamp(), new List<ProcessState>());
        for (var i = 1; i <= count; i++)
        {
            await scene.Engine.PutAsync("v1/policies/a/activated.csx", ActivatedText.Of(i, source));
            if (i % Math.Max(1, count / Samples) == 0) states.Add(Show(i, ProcessState.Of(scene.Engine.ProcessId)));
        }
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} activations in {elapsed.TotalMinutes:F1} min, {elapsed.TotalMilliseconds / count:F0} ms each"));
        return Judge(states);
    }

    private static ProcessState Show(int activations, ProcessState state)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{activations,6} activations: {state.ResidentBytes / 1024.0 / 1024:F0} MiB resident, {state.Handles} handles, {state.Threads} threads, {state.Mappings} mappings"));
        return state;
    }

    /// <summary>The first tenth warms up; the second is compared with the last.</summary>
    private static int Judge(List<ProcessState> states)
    {
        var tenth = Math.Max(1, states.Count / 10);
        var (before, after) = (Lowest(states.Skip(tenth).Take(2 * tenth)), Lowest(states.TakeLast(2 * tenth)));
        var grown = after.ResidentBytes > (before.ResidentBytes * MemoryFactor) + MemoryBytes || after.Handles > before.Handles + Handles || after.Threads > before.Threads + Threads || after.Mappings > before.Mappings + Mappings;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(grown ? "GROWN" : "flat")}: resident {before.ResidentBytes / 1024.0 / 1024:F0} -> {after.ResidentBytes / 1024.0 / 1024:F0} MiB, handles {before.Handles} -> {after.Handles}, threads {before.Threads} -> {after.Threads}, mappings {before.Mappings} -> {after.Mappings}"));
        return grown ? 1 : 0;
    }

    private static ProcessState Lowest(IEnumerable<ProcessState> states) => states.Aggregate(static (a, b) => new ProcessState(
        Math.Min(a.ResidentBytes, b.ResidentBytes), Math.Min(a.Handles, b.Handles), Math.Min(a.Threads, b.Threads), Math.Min(a.Mappings, b.Mappings)));
}
