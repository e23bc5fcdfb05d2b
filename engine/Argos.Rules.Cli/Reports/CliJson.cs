using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Argos.Rules.Auditing.Chain;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Reports;

/// <summary>How answers are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DiagnosticList))]
[JsonSerializable(typeof(TestList))]
[JsonSerializable(typeof(BenchmarkLine[]))]
[JsonSerializable(typeof(DryRunRequest))]
[JsonSerializable(typeof(ChainResult))]
[JsonSerializable(typeof(DryRunResponse))]
[JsonSerializable(typeof(DryRunResponse))]
[JsonSerializable(typeof(ImpactReport))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ShadowReport))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>For people and tools: quotes and angle brackets stay what they are, because this goes into no HTML.</summary>
    public static CliJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
