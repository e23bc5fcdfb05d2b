using System.Globalization;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>What a measurement gave.</summary>
/// <param name="Load">What the client saw.</param>
/// <param name="Cpu">Processor time of the server for one request, in microseconds.</param>
internal readonly record struct Measured(LoadResult Load, double Cpu);

/// <summary>Runs a load and looks at the server's processor time.</summary>
internal static class Measure
{
    public const int Connections = 8;

    private const int MaximumPieces = 60;
    private const int VainPieces = 6;
    private const double Better = 0.95;

    private static readonly TimeSpan Piece = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    public static Task<Measured> RunAsync(HttpLoad load, int server, IReadOnlyList<byte[]> bodies, TimeSpan duration) =>
        RunAsync(load, server, [.. Enumerable.Repeat(bodies, 1)], duration, static () => Task.CompletedTask);

    /// <summary>Runs a load in rounds; nothing counts of what happens between them.</summary>
    public static async Task<Measured> RunAsync(HttpLoad load, int server, IReadOnlyList<byte[]>[] rounds, TimeSpan duration, Func<Task> before)
    {
        var (cpu, count, seconds, slowest) = (0.0, 0, 0.0, 0.0);
        foreach (var bodies in rounds)
        {
            await before();
            var used = ProcessCpu.Seconds(server);
            var result = await load.RunAsync(Connections, bodies, duration / rounds.Length);
            cpu += ProcessCpu.Seconds(server) - used;
            count += result.Requests;
            seconds += result.Requests / result.PerSecond;
            slowest = Math.Max(slowest, result.P99Milliseconds);
        }
        return new Measured(new LoadResult(count, count / seconds, slowest), cpu / count * 1_000_000);
    }

    /// <summary>
    /// Until it gets no better: the compiler that makes hot code faster works when there is little else to do, and leaves everything as it is for seconds
    /// between two of its steps.
    /// </summary>
    public static async Task WarmAsync(HttpLoad load, int server, IReadOnlyList<byte[]> bodies, Func<Task>? before = null)
    {
        var best = double.PositiveInfinity;
        for (var (pieces, vain) = (0, 0); pieces < MaximumPieces && vain < VainPieces; pieces++)
        {
            if (before is not null) await before();
            var cpu = (await RunAsync(load, server, bodies, Piece)).Cpu;
            vain = cpu < Better * best ? 0 : vain + 1;
            best = Math.Min(best, cpu);
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static void Show(string what, Measured run) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-44} {run.Load.PerSecond,8:F0}/s  {run.Cpu,7:F1} µs CPU  p99 {run.Load.P99Milliseconds:F2} ms"));

    public static void Ratio(string what, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:F2}"));
}
