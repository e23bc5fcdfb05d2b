using System.Diagnostics;
using System.Globalization;
using System.Runtime.Loader;
using Argos.Rules.Compiler;
using Argos.Rules.Language;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Benchmarks.Micro;

/// <summary>
/// What the meter costs: the stock policy as it is put into force, against the same image as the compiler left it, on the same input in the
/// same run. The sequence methods are ours in both, because the platform's are not part of the language.
/// </summary>
internal static class MeterRun
{
    private const double TargetRatio = 2;
    private const double TargetBytes = 4096;
    private const int Rounds = 300;
    private const int Calls = 2_000;

    private static readonly Budget Endless = new() { Steps = long.MaxValue / 4, Bytes = long.MaxValue / 4, Time = TimeSpan.FromHours(1) };

    public static async Task<int> RunAsync()
    {
        using var bench = new DecisionBenchmarks { Pods = 1_000 };
        await bench.SetupAsync();
        var compiled = PolicyCompiler.Compile("kubernetes.csx", await File.ReadAllTextAsync(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx")), CancellationToken.None).Policy!;
        var context = bench.Context();
        var (metered, bare) = (PolicyLoader.Load(compiled), Bare(compiled));
        var (best, bestBare) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            best = Math.Min(best, Microseconds(() => metered(context)));
            Meter.Start(Endless);
            bestBare = Math.Min(bestBare, Microseconds(() => bare(context)));
            Meter.Stop();
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) metered(context);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
        metered(context);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stock policy, known token: metered {best:F2} µs, without the meter {bestBare:F2} µs, ratio {best / bestBare:F2} (target {TargetRatio}); {bytes:F0} bytes (target {TargetBytes}); {Meter.Last.Steps} steps and {Meter.Last.Bytes} bytes counted"));
        return best / bestBare <= TargetRatio && bytes <= TargetBytes ? 0 : 1;
    }

    private static double Microseconds(Func<Outcome> run)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
        {
            if (run() is not Outcome.Allowed) throw new InvalidOperationException("the policy did not allow");
        }
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls;
    }

    private static Func<PolicyContext, Outcome> Bare(CompiledPolicy policy)
    {
        var assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(new MemoryStream([.. policy.Image]));
        var run = assembly.GetType(PolicyEntry.ClassName)!.GetMethod(PolicyEntry.FactoryName)!.CreateDelegate<Func<object?[], Task<object>>>();
        return context => (Outcome)run([context, null]).Result;
    }
}
