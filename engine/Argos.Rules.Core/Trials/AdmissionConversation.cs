using System.Collections.Immutable;
using Argos.Rules.Sandbox;

namespace Argos.Rules.Core.Trials;

/// <summary>Asks the trial process whether a candidate may be put into force.</summary>
internal sealed class AdmissionConversation(AdmissionRequest request, CompiledPolicy image)
    : TrialConversation<AdmissionResponse>(TrialFrame.Of(TrialFrame.Admission, request, TrialJson.Default.AdmissionRequest),
        TrialJson.Default.AdmissionResponse)
{
    protected override TrialAnswers Answers() => new(ImmutableDictionary<string, CompiledPolicy>.Empty.Add(image.Hash, image), null, null);

    protected override bool IsAnswer(AdmissionResponse answer) => answer.IsWhole;

    protected override bool IsLast(AdmissionResponse answer) => answer.IsLast;
}
