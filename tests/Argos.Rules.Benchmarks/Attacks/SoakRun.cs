using System.Globalization;
using Argos.Rules.Benchmarks.Activations;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.Benchmarks.Scale;
using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Attacks;

/// <summary>
/// A real engine process in use for long: new mTLS connections, pods that change, a policy that is replaced by another text all the time.
/// What it holds must not grow.
/// </summary>
internal static class SoakRun
{
    private const int Pods = 2_000;
    private const double CallsPerSecond = 20;
    private const int ChangesPerSecond = 50;

    /// <summary>What may be added after the first third: the runtime's heaps move by some megabytes.</summary>
    private const double MemoryFactor = 1.10;
    private const long MemoryBytes = 16L << 20;
    private const int Few = 8;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Edit = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        Report.Machine($"{CallsPerSecond} new mTLS connections a second, {ChangesPerSecond} pod changes a second, a policy edited every {Edit.TotalSeconds} s");
        await using var scene = new LoadScene();
        await scene.StartAsync(Pods, Pods);
        using var zts = scene.Authority.Client("sys.auth.zts");
        var honest =
            new HonestCallers(new CallbackClient(scene.Engine.Callback, zts.Certificate), scene.Population.Confirmations,
            TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var (changes, edits) = (ChangeAsync(scene, stop.Token), EditAsync(scene, stop.Token));
        var started = TimeProvider.System.GetTimestamp();
        List<(double Seconds, ProcessState State)> samples = [];
        var (asked, granted) = (0, 0);
        while (TimeProvider.System.GetElapsedTime(started) < duration)
        {
            var result = await honest.RunAsync(CallsPerSecond, Look, CancellationToken.None);
            (asked, granted) = (asked + result.Asked, granted + result.Granted);
            samples.Add((TimeProvider.System.GetElapsedTime(started).TotalSeconds, ProcessState.Of(scene.Engine.ProcessId)));
            if (samples.Count % 6 == 0) Show(samples[^1], asked, granted);
        }
        await stop.CancelAsync();
        var (changed, edited) = (await changes, await edits);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:F0} minutes: {granted} of {asked} calls granted, {changed} pod changes, {edited} policy edits"));
        return Judge(samples) | (granted == asked ? 0 : 1);
    }

    /// <summary>The first third warms up; the slope is that of the rest.</summary>
    private static int Judge(List<(double Seconds, ProcessState State)> samples)
    {
        var rest = samples.Skip(samples.Count / 3).ToArray();
        var memory = Slope.PerHour([.. rest.Select(static s => (s.Seconds, s.State.ResidentBytes / 1048576.0))]);
        var handles = Slope.PerHour([.. rest.Select(static s => (s.Seconds, (double)s.State.Handles))]);
        var threads = Slope.PerHour([.. rest.Select(static s => (s.Seconds, (double)s.State.Threads))]);
        var (first, last) = (rest[0].State, rest[^1].State);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"after a third: resident {first.ResidentBytes >> 20} -> {last.ResidentBytes >> 20} MiB ({memory:+0.0;-0.0} MiB an hour, at most {rest.Max(static s => s.State.ResidentBytes) >> 20}), handles {first.Handles} -> {last.Handles} ({handles:+0.0;-0.0} an hour), threads {first.Threads} -> {last.Threads} ({threads:+0.0;-0.0} an hour)"));
        var grown = Lowest(rest.TakeLast(rest.Length / 4)) > (Lowest(rest.Take(Math.Max(1, rest.Length / 4))) * MemoryFactor) + MemoryBytes
            || last.Handles > first.Handles + Few || last.Threads > first.Threads + Few;
        Console.WriteLine(grown ? "GROWN" : "flat");
        return grown ? 1 : 0;
    }

    private static long Lowest(IEnumerable<(double Seconds, ProcessState State)> samples) => samples.Min(static s => s.State.ResidentBytes);

    private static void Show((double Seconds, ProcessState State) sample, int asked, int granted) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.Seconds,6:F0} s: {sample.State.ResidentBytes >> 20} MiB, {sample.State.Handles} handles, {sample.State.Threads} threads, {granted}/{asked} granted"));

    private static async Task<int> ChangeAsync(LoadScene scene, CancellationToken stop)
    {
        var made = 0;
        for (; !stop.IsCancellationRequested; made++)
        {
            // Another version: the decision about the pod stays the same.
            var index = (int)(made * 7919L % Pods);
            var pod = NumberedPod.Replicated(index);
            pod["metadata"]!["resourceVersion"] = made.ToString(CultureInfo.InvariantCulture);
            await scene.Engine.PutAsync($"v1/data/kubernetes/pods/{NumberedPod.Namespace(index)}/{NumberedPod.Name(index)}", pod.ToJsonString());
            await Task.Delay(TimeSpan.FromSeconds(1.0 / ChangesPerSecond), TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return made;
    }

    private static async Task<int> EditAsync(LoadScene scene, CancellationToken stop)
    {
        var source = await File.ReadAllTextAsync(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx"), CancellationToken.None);
        var made = 0;
        for (; !stop.IsCancellationRequested; made++)
        {
            await scene.Engine.PutAsync("v1/policies/argos/stock/kubernetes.csx", string.Create(CultureInfo.InvariantCulture, $"{source}\n// {made}"));
            await Task.Delay(Edit, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return made;
    }
}
