using System.Collections.Immutable;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Testing;

/// <summary>Adds up what the cases reached.</summary>
internal sealed class CoverageCollector(PolicySet policies, TracedSet traced)
{
    private readonly Dictionary<string, Counts> _counts = policies.All
        .Where(p => traced.Policies.ContainsKey(p.ContentHash))
        .ToDictionary(static p => p.Id, p => new Counts(traced.Policies[p.ContentHash].Sites), StringComparer.Ordinal);

    public void Add(TraceRun run)
    {
        foreach (var (id, record) in run.Records)
        {
            if (_counts.TryGetValue(id, out var counts)) counts.Add(record.Recorder);
        }
    }

    public Coverage ToCoverage() => new([.. policies.All.Select(Of)]);

    private PolicyCoverage Of(ActivePolicy policy) => _counts.TryGetValue(policy.Id, out var counts)
        ? new PolicyCoverage(policy.Id, counts.Lines(), counts.Gaps())
        : new PolicyCoverage(policy.Id, [], [], $"the policy cannot be traced: {traced.Problems.GetValueOrDefault(policy.ContentHash, "it was not prepared")}");

    /// <summary>How often the places of one policy were reached.</summary>
    private sealed class Counts(ImmutableArray<TracePoint> sites)
    {
        private readonly int[] _hits = new int[sites.Length];
        private readonly int[] _passes = new int[sites.Length];

        public void Add(TraceRecorder recorder)
        {
            for (var i = 0; i < _hits.Length; i++)
            {
                _hits[i] += recorder.Hits[i];
                _passes[i] += recorder.Passes[i];
            }
        }

        public ImmutableArray<CoveredLine> Lines()
        {
            var all = Enumerable.Range(0, sites.Length).ToLookup(i => sites[i].Row);
            return [.. all.Where(row => row.Any(i => sites[i].Kind == TraceKind.Line || Branches(i) > 0)).OrderBy(static row => row.Key).Select(row => Line(row.Key, row))];
        }

        public ImmutableArray<CoverageGap> Gaps() =>
            [.. Enumerable.Range(0, sites.Length).SelectMany(Gaps).Concat(UnreachedLines()).OrderBy(static g => g.Row).ThenBy(static g => g.Col).ThenByDescending(static g => g.Side, StringComparer.Ordinal)];

        private CoveredLine Line(int row, IEnumerable<int> places)
        {
            var here = places.ToList();
            // A line without a statement of its own goes on with a condition.
            var first = here.FirstOrDefault(i => sites[i].Kind == TraceKind.Line, here[0]);
            return new CoveredLine(row, _hits[first], here.Sum(Branches), here.Sum(BranchesHit));
        }

        private IEnumerable<CoverageGap> UnreachedLines() =>
            Lines().Where(static l => l.Hits == 0).Select(l => new CoverageGap(l.Row, sites.Where(s => s.Row == l.Row).Min(static s => s.Col), "line", ""));

        private IEnumerable<CoverageGap> Gaps(int i)
        {
            var site = sites[i];
            if (site.IsCondition && _passes[i] == 0) yield return new CoverageGap(site.Row, site.Col, "true", site.Text);
            if (site.IsCondition && _passes[i] == _hits[i]) yield return new CoverageGap(site.Row, site.Col, "false", site.Text);
            if (site.Kind == TraceKind.Arm && _hits[i] == 0) yield return new CoverageGap(site.Row, site.Col, "arm", site.Text);
        }

        private int Branches(int i) => sites[i].IsCondition ? 2 : sites[i].Kind == TraceKind.Arm ? 1 : 0;

        private int BranchesHit(int i) => sites[i].IsCondition
            ? (_passes[i] > 0 ? 1 : 0) + (_hits[i] > _passes[i] ? 1 : 0)
            : sites[i].Kind == TraceKind.Arm && _hits[i] > 0 ? 1 : 0;
    }
}
