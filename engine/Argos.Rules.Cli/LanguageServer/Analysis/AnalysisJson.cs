using System.Text.Json.Serialization;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>How the server and its analysis process write to each other.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, MaxDepth = AnalysisJson.MaximumDepth)]
[JsonSerializable(typeof(AnalysisRequest))]
[JsonSerializable(typeof(AnalysisResponse))]
internal sealed partial class AnalysisJson : JsonSerializerContext
{
    /// <summary>What an editor sends may be 64 deep, and is a part of what is sent on.</summary>
    private const int MaximumDepth = 72;
}
