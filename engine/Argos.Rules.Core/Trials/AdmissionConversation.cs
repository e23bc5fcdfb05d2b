using System.Collections.Immutable;
using Argos.Rules.Sandbox;

namespace Argos.Rules.Core.Trials;

/// <summary>Asks the trial process whether a candidate may be put into force.</summary>
internal sealed class AdmissionConversation(AdmissionRequest request, CompiledPolicy image)
    : TrialConversation<AdmissionAnswer>(TrialFrame.Of(TrialFrame.Admission, request, TrialJson.Default.AdmissionRequest), TrialJson.Default.AdmissionAnswer)
{
    protected override TrialAnswers Answers() => new(ImmutableDictionary<string, CompiledPolicy>.Empty.Add(image.Hash, image), null, null);

    protected override bool IsAnswer(AdmissionAnswer answer) => answer.IsWhole;

    protected override bool IsLast(AdmissionAnswer answer) => answer.IsLast;
}
