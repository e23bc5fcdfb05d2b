using System.Collections.Immutable;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metering;
using Argos.Rules.Sandbox.Runtime;
using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Core.Explain;

/// <summary>The records of one evaluation of the policies that apply to one input.</summary>
internal sealed class TraceRun
{
    private readonly Dictionary<string, (TraceRecorder Recorder, Usage Used)> _records = new(StringComparer.Ordinal);
    private readonly TracedSet _traced;
    private readonly SecretMask _mask;

    public TraceRun(TracedSet traced, PolicyInput input)
    {
        _traced = traced;
        var secrets = SecretText.Of(input);
        _mask = new SecretMask(secrets.All, secrets.Tokens);
    }

    /// <summary>What was recorded, by policy id.</summary>
    public IReadOnlyDictionary<string, (TraceRecorder Recorder, Usage Used)> Records => _records;

    /// <summary>The policies, each replaced by its traced form where there is one, which this records.</summary>
    public ImmutableArray<ProviderPolicy> Over(ImmutableArray<ProviderPolicy> policies) => [.. policies.Select(one => one with { Policy = Replace(one.Policy) })];

    private ActivePolicy Replace(ActivePolicy policy) =>
        _traced.Policies.TryGetValue(policy.ContentHash, out var traced) ? policy with { Evaluate = context => Record(policy.Id, traced, context) } : policy;

    private Outcome Record(string id, TracedPolicy traced, PolicyContext context)
    {
        var recorder = new TraceRecorder(traced.Sites, _mask);
        Trace.Start(recorder);
        try
        {
            return traced.Evaluate(context);
        }
        finally
        {
            Trace.Stop();
            _records[id] = (recorder, Meter.Last);
        }
    }
}
