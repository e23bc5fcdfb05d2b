using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Trial;

/// <summary>The facts of one evaluation, which the engine has.</summary>
internal sealed class TrialFactSource(TrialLine line) : IFactSource
{
    public FactAnswer Find(FactRequest request) => Ask(TrialAskKind.Fact, request);

    // The engine takes note of it, and fetches it again before the next evaluation.
    public bool MayRenew(FactRequest request) => Ask(TrialAskKind.Renewal, request).State == FactState.Pending;

    private FactAnswer Ask(TrialAskKind kind, FactRequest request)
    {
        var frame = line.AskForPolicy(new TrialAsk(kind, request.Kind, TrialFacts.PartsOf(request)));
        return frame[0] == TrialFrame.Value ? TrialFacts.Read(TrialFrame.Read(frame, TrialJson.Default.TrialFact)) : FactAnswer.Pending;
    }
}
