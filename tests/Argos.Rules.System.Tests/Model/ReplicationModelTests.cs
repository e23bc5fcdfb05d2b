using System.Collections.Concurrent;
using System.Globalization;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Model;

/// <summary>
/// What the engine holds is a function of what the cluster says: whatever the order of events, however often they come, and
/// whatever is killed meanwhile. And until it holds all of it, nothing is granted.
/// </summary>
internal sealed class ReplicationModelTests
{
    /// <summary>How many new interleavings are drawn and run; each takes about 0.1 s.</summary>
    private const string RunsVariable = "ARGOS_MODEL_RUNS";

    /// <summary>Runs one interleaving again: the seed that a failure names.</summary>
    private const string SeedVariable = "ARGOS_MODEL_SEED";

    private const int DefaultRuns = 300;

    /// <summary>The same ones each time, so that a red build is the fault of a change; asked for by number, new ones are drawn.</summary>
    private const int FirstDefaultSeed = 20_261_121;

    [Test]
    [CancelAfter(3_600_000)]
    public async Task Engine_holds_what_the_cluster_says_after_any_interleaving(CancellationToken cancellationToken)
    {
        using var mint = new TokenMint();
        var failures = new ConcurrentQueue<string>();
        long grants = 0;
        long probes = 0;
        await Parallel.ForEachAsync(Seeds(), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (seed, _) =>
        {
            if (!failures.IsEmpty) return;
            await using var run = await Interleaving.StartAsync(seed, mint);
            if (await run.LiveAsync() is { } problem)
                failures.Enqueue($"seed {seed}: {problem}\nRun it again with {SeedVariable}={seed}. What happened:\n{run.Log}");
            Interlocked.Add(ref grants, run.Seat.Grants);
            Interlocked.Add(ref probes, run.Seat.Probes);
        });

        TestContext.Out.WriteLine($"{probes} rounds of probes, {grants} grants to the pod that may have one");
        Assert.That(failures, Is.Empty);
        Assert.That(grants, Is.GreaterThan(0), "who is never granted anything is never granted anything wrong");
    }

    private static IEnumerable<int> Seeds()
    {
        if (Number(SeedVariable) is { } one) return [one];
        if (Number(RunsVariable) is not { } runs) return Enumerable.Range(FirstDefaultSeed, DefaultRuns);
        var first = Random.Shared.Next(1_000_000_000);
        TestContext.Out.WriteLine($"seeds {first} to {first + runs - 1}");
        return Enumerable.Range(first, runs);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
