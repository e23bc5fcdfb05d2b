using System.Text.Json.Serialization;

namespace Argos.Rules.Core.Trials;

/// <summary>How the messages of a trial are written.</summary>
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationResponse))]
[JsonSerializable(typeof(AdmissionRequest))]
[JsonSerializable(typeof(AdmissionResponse))]
[JsonSerializable(typeof(TrialAsk))]
[JsonSerializable(typeof(TrialFact))]
internal sealed partial class TrialJson : JsonSerializerContext;
