using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Audit;

namespace Argos.Rules.Engine.Shadows;

/// <summary>Counts how often policies in shadow mode disagree with what was decided, and keeps the latest cases. The counts of a policy begin again with another text.</summary>
internal sealed class ShadowDifferences(EngineMetrics metrics, TimeProvider time)
{
    private const int MaximumPolicies = 256;
    private const int MaximumLatest = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Counts> _policies = new(StringComparer.Ordinal);

    /// <summary>A policy was evaluated beside a decision.</summary>
    public void Add(ShadowCase decided, PolicyResult said)
    {
        var kind = $"{NameOf(decided.Live)}-{said.Outcome}";
        var agrees = kind is "allowed-allow" or "denied-deny" or "denied-failed" or "undecided-wait";
        if (!agrees) metrics.ShadowDiffered(said.Policy, kind);
        lock (_lock)
        {
            if (!_policies.TryGetValue(said.Policy, out var counts) || counts.Hash != said.Hash)
            {
                if (counts is null && _policies.Count == MaximumPolicies) return;
                _policies[said.Policy] = counts = new Counts(said.Hash);
            }
            counts.Evaluated++;
            if (agrees) counts.Agreed++;
            else counts.Differ(kind, Difference(decided, said, kind));
        }
    }

    /// <summary>All of it.</summary>
    public ImmutableArray<ShadowPolicyReport> Report()
    {
        lock (_lock) return [.. _policies.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => p.Value.Report(p.Key))];
    }

    private ShadowDifference Difference(ShadowCase decided, PolicyResult said, string kind) => new(
        decided.DecisionId,
        time.GetUtcNow(),
        kind,
        AuditText.Cut($"{decided.Confirmation.Domain}.{decided.Confirmation.Service}", AuditText.MaximumName),
        AuditText.Cut(decided.Confirmation.Attributes.GetValueOrDefault(AttributeNames.InstanceId, ""), AuditText.MaximumName),
        said.Code,
        said.Detail);

    private static string NameOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.Denied => "denied",
        _ => "undecided",
    };

    private sealed class Counts(string hash)
    {
        private readonly SortedDictionary<string, long> _kinds = new(StringComparer.Ordinal);
        private readonly Queue<ShadowDifference> _latest = new();

        public string Hash => hash;

        public long Evaluated { get; set; }

        public long Agreed { get; set; }

        public void Differ(string kind, ShadowDifference difference)
        {
            _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
            _latest.Enqueue(difference);
            if (_latest.Count > MaximumLatest) _latest.Dequeue();
        }

        public ShadowPolicyReport Report(string id) => new(id, hash, Evaluated, Agreed, _kinds.ToImmutableSortedDictionary(StringComparer.Ordinal), [.. _latest.Reverse()]);
    }
}
