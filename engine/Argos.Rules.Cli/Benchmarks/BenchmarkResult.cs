using System.Diagnostics;
using Argos.Rules.Cli.Testing;
using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Cli.Benchmarks;

/// <summary>What the evaluations of a policy's cases cost.</summary>
/// <param name="Evaluations">How many were measured.</param>
/// <param name="P50">Half take no longer, in microseconds; tokens are verified from the cache.</param>
/// <param name="P99">99 of a hundred take no longer, in microseconds.</param>
/// <param name="Steps">The most steps of one evaluation.</param>
/// <param name="Bytes">The most bytes of one evaluation, as the meter counts them.</param>
internal sealed record BenchmarkResult(int Evaluations, double P50, double P99, long Steps, long Bytes)
{
    public static BenchmarkResult Of(ActivePolicy policy, PreparedTests tests, int rounds, CancellationToken cancellation)
    {
        var times = new List<double>(rounds * tests.Count);
        var (steps, bytes) = (0L, 0L);
        // The first rounds are the runtime's: it compiles what is used often once more.
        for (var round = -Math.Min(rounds, 20); round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            tests.RunAll(policy with { Evaluate = Timed }, static (_, _) => { });
            if (round < 0) times.Clear();
        }
        if (times.Count == 0) return new BenchmarkResult(0, 0, 0, 0, 0);
        times.Sort();
        return new BenchmarkResult(times.Count, times[times.Count / 2], times[(int)(times.Count * 0.99)], steps, bytes);

        Language.Outcome Timed(Language.PolicyContext context)
        {
            var started = Stopwatch.GetTimestamp();
            var outcome = policy.Evaluate(context);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            (steps, bytes) = (Math.Max(steps, Meter.Last.Steps), Math.Max(bytes, Meter.Last.Bytes));
            return outcome;
        }
    }
}
