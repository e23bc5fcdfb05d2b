using System.Diagnostics;
using System.Globalization;

namespace Argos.Rules.Benchmarks.Micro;

/// <summary>
/// What a decision by the stock Kubernetes policy takes when its token is known, in parts of one bare RSA-2048 verification of the same
/// run. The best of many short batches: a neighbour on the machine disturbs some of them, and none of these counts.
/// </summary>
internal static class DecisionRun
{
    private const int Batches = 4_000;
    private const int Calls = 100;

    public static async Task<int> RunAsync()
    {
        using var bench = new DecisionBenchmarks { Pods = 1_000 };
        await bench.SetupAsync();
        var (verification, token, known) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var i = 0; i < Batches; i++)
        {
            known = Math.Min(known, Microseconds(() => bench.KnownToken()));
            token = Math.Min(token, Microseconds(() => bench.KnownTokenAlone()));
            if (i % 4 == 0) verification = Math.Min(verification, Microseconds(() => bench.Verification()));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) bench.KnownToken();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"verification {verification:F2} µs; known token {known:F2} µs, {known / verification:F3} of it, {bytes} bytes; token alone {token:F2} µs"));
        return 0;
    }

    private static double Microseconds(Func<object> run)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls;
    }
}
