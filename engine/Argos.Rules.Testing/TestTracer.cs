using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Language;

namespace Argos.Rules.Testing;

/// <summary>Runs the cases once more with policies that report on themselves.</summary>
internal sealed class TestTracer(PolicySet policies, TracedSet traced, Evaluator evaluator)
{
    private readonly CoverageCollector _coverage = new(policies, traced);

    /// <summary>What all cases so far reached.</summary>
    public Coverage Coverage => _coverage.ToCoverage();

    /// <summary>How the policies came to what they say in a case: what led to a refusal; everything when all of them allow, because then nothing did.</summary>
    public ImmutableArray<PolicyTrace> Trace(TestWorld world)
    {
        if (PolicyInputReader.Read(world.Confirmation, world.Operation).Input is not { } input) return [];
        var (evaluation, run) = Explainer.Evaluate(evaluator, new Snapshot(policies, world.Data, 0), traced, input, world.Now, new DecisionFacts(world.Facts));
        _coverage.Add(run);
        return Explainer.Traces(evaluation, run, traced, evaluation.Verdict is Verdict.Allowed ? ExplainModes.Full : ExplainModes.Fails);
    }
}
