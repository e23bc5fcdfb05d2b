using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Trials;

/// <summary>One evaluation outside decisions: what the policies say and, when it is asked for, how they come to it.</summary>
internal sealed class TrialRun(Evaluator evaluator, IDataView data, DecisionFacts facts)
{
    public Evaluation Evaluate(ImmutableArray<ProviderPolicy> policies, PolicyInput input, DateTimeOffset now) =>
        evaluator.Evaluate(policies, data, 0, input, now, facts);

    public ImmutableArray<PolicyTrace> Trace(ImmutableArray<ProviderPolicy> policies, TracedSet traced, PolicyInput input, DateTimeOffset now, string mode)
    {
        var run = new TraceRun(traced, input);
        var evaluation = evaluator.Evaluate(run.Over(policies), data, 0, input, now, facts);
        return Explainer.Traces(evaluation, run, traced, mode);
    }
}
