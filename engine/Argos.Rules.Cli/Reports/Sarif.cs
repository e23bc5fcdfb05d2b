using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Hosting.Diagnostics;

namespace Argos.Rules.Cli.Reports;

/// <summary>Findings as SARIF 2.1.0, which code hosts and editors read.</summary>
internal static class Sarif
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static string Of(string tool, IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var rules = diagnostics.Select(static d => d.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(static c => (JsonNode)new JsonObject { ["id"] = c });
        var driver = new JsonObject { ["name"] = tool, ["version"] = ProductInfo.Version, ["rules"] = new JsonArray([.. rules]) };
        var run = new JsonObject
        {
            ["tool"] = new JsonObject { ["driver"] = driver },
            ["results"] = new JsonArray([.. diagnostics.Select(Result)]),
            ["columnKind"] = "utf16CodeUnits",
        };
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(run),
        }.ToJsonString(Readable);
    }

    private static JsonNode Result(Diagnostic diagnostic)
    {
        var result = new JsonObject
        {
            ["ruleId"] = diagnostic.Code,
            ["level"] = diagnostic.Severity == "error" ? "error" : "warning",
            ["message"] = new JsonObject { ["text"] = diagnostic.Message },
        };
        if (diagnostic.Location is not { } place) return result;
        var physical = new JsonObject
        {
            ["artifactLocation"] = new JsonObject { ["uri"] = Uri.EscapeDataString(place.File).Replace("%2F", "/", StringComparison.Ordinal) },
            ["region"] = new JsonObject { ["startLine"] = place.Row, ["startColumn"] = place.Col },
        };
        result["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = physical });
        return result;
    }
}
