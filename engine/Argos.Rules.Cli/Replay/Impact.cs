using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Reports;

namespace Argos.Rules.Cli.Replay;

/// <summary>Counts what candidates would change.</summary>
/// <param name="policies">The policies of the logs, and the candidates.</param>
/// <param name="replayer">Makes decisions again.</param>
/// <param name="shown">The most cases that are kept of each kind.</param>
internal sealed class Impact(LoadedPolicies policies, Replayer replayer, int shown) : IReplaySink
{
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _unable = new(StringComparer.Ordinal);
    private long _decided;
    private long _unchanged;
    private long _perhaps;

    public ReplayVerdict Judge(RecordedDecision decision) =>
        ReplayVerdict.Of(decision, policies.WithCandidates(decision, out var problem), problem, replayer);

    public void Take(AuditEvent record, ReplayVerdict verdict)
    {
        if (verdict.Problem is { } problem)
        {
            _unable[problem] = _unable.GetValueOrDefault(problem) + 1;
            // INVARIANT: what was refused and cannot be told is not taken for refused again.
            if (record.Outcome != "allowed" && record.AskedPolicies) _perhaps++;
            return;
        }
        _decided++;
        var (decision, replayed) = (verdict.Decision!, verdict.Replayed!);
        if (decision.Summary == replayed.Summary)
        {
            _unchanged++;
            return;
        }
        var name = decision.Outcome == replayed.Outcome ? $"{decision.Outcome}, otherwise" : $"{decision.Outcome} -> {replayed.Outcome}";
        if (!_kinds.TryGetValue(name, out var kind)) _kinds[name] = kind = new Kind(IsGrant(decision, replayed));
        kind.Count++;
        if (kind.Cases.Count < shown) kind.Cases.Add(new ImpactCase(decision.Id, decision.Time, decision.Identity, record.InstanceId, decision.Summary, replayed.Summary, Because(replayed)));
    }

    public ImpactReport Report() => new(
        _decided,
        _unchanged,
        _kinds.Values.Where(static kind => kind.IsGrant).Sum(static kind => kind.Count),
        _perhaps,
        [.. _kinds.OrderBy(static kind => Order(kind.Key)).ThenBy(static kind => kind.Key, StringComparer.Ordinal).Select(static kind => new ImpactKind(kind.Key, kind.Value.Count, kind.Value.Cases))],
        [.. _unable.Select(static unable => new ImpactProblem(unable.Key, unable.Value))]);

    private static bool IsGrant(RecordedDecision decision, ReplayedDecision replayed) => decision.Outcome != "allowed" && replayed.Outcome == "allowed";

    private static int Order(string kind) => kind switch
    {
        "denied -> allowed" => 0,
        "undecided -> allowed" => 1,
        "allowed, otherwise" => 2,
        _ => 3,
    };

    private static string Because(ReplayedDecision replayed) => string.Join("; ", replayed.Policies
        .Where(policy => replayed.Outcome == "allowed" || policy.Outcome != "allow")
        .Select(static policy => $"{policy.Id}: {policy.Outcome}{(policy.Code is null ? "" : $" {policy.Code}")}{(policy.Detail is null ? "" : $" ({policy.Detail})")}"));

    private sealed class Kind(bool isGrant)
    {
        public bool IsGrant => isGrant;

        public long Count { get; set; }

        public List<ImpactCase> Cases { get; } = [];
    }
}
