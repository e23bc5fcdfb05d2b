using Argos.Rules.Core.Facts;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Trials;

/// <summary>What a decision knew, and what is known without asking anybody. Nothing is fetched or renewed.</summary>
internal sealed class SettledFacts(DecisionFacts decided) : IFactSource
{
    public FactAnswer Find(FactRequest request) => decided.Find(request);
}
