using System.Text.Json.Serialization;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>How the server and its analysis process write to each other.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(AnalysisRequest))]
[JsonSerializable(typeof(AnalysisResponse))]
internal sealed partial class AnalysisJson : JsonSerializerContext;
