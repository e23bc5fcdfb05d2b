using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Language;

namespace Argos.Rules.Testing;

/// <summary>Decides one case as a callback is decided, but once: what waits is undecided, with the codes of the wait.</summary>
internal static class TestDecision
{
    private const string Id = "test";

    public static Decision Of(TestWorld world, PolicySet policies, Evaluator evaluator)
    {
        var (input, problem) = PolicyInputReader.Read(world.Confirmation, world.Operation);
        if (input is null) return new Decision { Id = Id, Outcome = DecisionOutcome.Denied, Codes = [problem!.Code] };
        return evaluator.Evaluate(new Snapshot(policies, world.Data, 0), input, world.Now, new DecisionFacts(world.Facts)).ToDecision(Id);
    }
}
