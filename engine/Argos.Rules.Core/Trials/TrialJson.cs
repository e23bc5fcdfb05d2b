using System.Text.Json.Serialization;

namespace Argos.Rules.Core.Trials;

/// <summary>How the messages of a trial are written. What is missing in one of them is not read as nothing.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationResponse))]
[JsonSerializable(typeof(AdmissionRequest))]
[JsonSerializable(typeof(AdmissionResponse))]
[JsonSerializable(typeof(TrialAsk))]
[JsonSerializable(typeof(TrialFact))]
internal sealed partial class TrialJson : JsonSerializerContext;
