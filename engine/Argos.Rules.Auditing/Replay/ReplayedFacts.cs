using Argos.Rules.Core.Facts;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Auditing.Replay;

/// <summary>The facts of a record.</summary>
internal sealed class ReplayedFacts(RecordedWorld world, Unrecorded unrecorded) : IFactSource
{
    public FactAnswer Find(FactRequest request)
    {
        foreach (var fact in world.Facts)
        {
            if (fact.Kind != request.Kind || fact.Subject != request.Subject) continue;
            return fact.State switch
            {
                "known" => FactAnswer.Known(fact.Value),
                "refused" => FactAnswer.Refused(fact.Problem ?? ""),
                "unreachable" => FactAnswer.Unreachable(fact.Problem ?? ""),
                _ => FactAnswer.Pending,
            };
        }
        unrecorded.Add($"fact `{request}`");
        return FactAnswer.Pending;
    }
}
