using System.Text.Json.Serialization;
using Argos.Rules.Cli.Playground.Running;

namespace Argos.Rules.Cli.Playground.Http;

/// <summary>The forms of requests and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 64)]
[JsonSerializable(typeof(Project))]
[JsonSerializable(typeof(CaseRequest))]
[JsonSerializable(typeof(StartResponse))]
[JsonSerializable(typeof(TestsResponse))]
[JsonSerializable(typeof(CaseResponse))]
[JsonSerializable(typeof(DecisionResponse))]
[JsonSerializable(typeof(MutantsResponse))]
[JsonSerializable(typeof(ProblemResponse))]
internal sealed partial class PlaygroundJson : JsonSerializerContext;
