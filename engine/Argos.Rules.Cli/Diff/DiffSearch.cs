using System.Collections.Immutable;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Cli.Diff;

/// <summary>Searches for questions that two versions of a policy answer differently.</summary>
/// <param name="old">The version before.</param>
/// <param name="new">The version after.</param>
/// <param name="oldTraced">Its traced form.</param>
/// <param name="newTraced">Its traced form.</param>
/// <param name="worlds">The worlds of the tests, from which the questions are made.</param>
/// <param name="terminal">Where progress is shown.</param>
internal sealed class DiffSearch(ActivePolicy old, ActivePolicy @new, TracedSet oldTraced, TracedSet newTraced,
    IReadOnlyList<DiffInput> worlds, Terminal terminal)
{
    /// <summary>Fixed, whatever the machine has: the number of lanes is part of what is found.</summary>
    private const int Lanes = 2;

    private const int Round = 20_000;

    /// <summary>The differences, widenings first, each shrunk.</summary>
    public ImmutableArray<Difference> Run(int evaluations, ulong seed, CancellationToken cancellation)
    {
        var pool = ValuePool.Of([old.Source, @new.Source], worlds);
        var lanes = Enumerable.Range(0, Lanes)
            .Select(i =>
            new DiffLane(new DiffPolicy(old, oldTraced), new DiffPolicy(@new, newTraced), pool, worlds, seed + ((ulong)i << 32))).ToArray();
        try
        {
            // Two evaluations an input, one of each version.
            var inputs = Math.Max(1, evaluations / 2 / Lanes);
            var done = 0;
            Parallel.For(0, Lanes, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                for (var left = inputs; left > 0; left -= Round)
                {
                    lanes[i].Run(Math.Min(left, Round), cancellation);
                    terminal.Progress($"{Interlocked.Add(ref done, Math.Min(left, Round)) * 2L} of {evaluations} evaluations");
                }
            });
            terminal.EndProgress();
            var kinds = lanes.SelectMany(static l => l.Found).DistinctBy(static d => d.Key).Take(DiffLane.MaximumKinds);
            return [.. kinds.Select(d => lanes[0].Shrink(d, worlds.First(w => w.Case == d.Input.Case))).DistinctBy(static d => d.Key)
                .OrderBy(static d => d.Kind).ThenBy(static d => d.Key, StringComparer.Ordinal)];
        }
        finally
        {
            foreach (var lane in lanes) lane.Dispose();
        }
    }
}
