using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>
/// What a request must have. It is asked for before another process looks into texts, so that the editor hears what is wrong.
/// </summary>
internal static class RequestForm
{
    private const int MaximumDiagnostics = 50;

    /// <exception cref="RpcException">Something is missing, or of another form.</exception>
    public static void Require(AnalysisRequest request)
    {
        switch (request.Method)
        {
            case AnalysisMethods.Completion or AnalysisMethods.Hover or AnalysisMethods.SignatureHelp or AnalysisMethods.Definition:
                request.Position();
                break;
            case AnalysisMethods.CodeAction:
                OwnDiagnostics(request);
                break;
        }
    }

    /// <summary>The diagnostics that an editor asks about, without those of other programs: their form is not ours to know.</summary>
    /// <exception cref="RpcException">They are no list.</exception>
    /// <exception cref="JsonException">One of ours is none.</exception>
    public static ImmutableArray<EditorDiagnostic> OwnDiagnostics(AnalysisRequest request)
    {
        var diagnostics = request.Given.GetProperty("context").GetProperty("diagnostics");
        if (diagnostics.ValueKind != JsonValueKind.Array)
            throw new RpcException(RpcException.InvalidParams, "the diagnostics are not a list");
        return
        [
            .. diagnostics.EnumerateArray().Where(IsOwn).Take(MaximumDiagnostics)
                .Select(static d => d.Deserialize(ProtocolJson.Default.EditorDiagnostic)!)
                .Where(static d => d is { Range: { Start: not null, End: not null }, Code: not null, Message: not null }),
        ];
    }

    private static bool IsOwn(JsonElement diagnostic) => diagnostic.ValueKind == JsonValueKind.Object
        && diagnostic.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String
        && source.ValueEquals(EditorDiagnostic.Check);
}
