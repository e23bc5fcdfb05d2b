using System.Text.Json.Nodes;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.Reference;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Yaml;

/// <summary>What can be written, and what it means, in tests and settings.</summary>
internal static class YamlHelp
{
    public static object? Of(AnalysisRequest request)
    {
        var policies = TextCheck.Declared(request.Related);
        JsonObject? schema = request.Document.Kind switch
        {
            DocumentKind.Tests => TestsJsonSchema.Of(policies),
            DocumentKind.Settings => SettingsJsonSchema.Of(policies),
            _ => null,
        };
        return (schema, request.Method) switch
        {
            ({ } known, AnalysisMethods.Completion) => SchemaHelp.Complete(known, request.Document.Text, request.Position()),
            ({ } known, AnalysisMethods.Hover) => SchemaHelp.Hover(known, request.Document.Text, request.Position()),
            _ => null,
        };
    }
}
