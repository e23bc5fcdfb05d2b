using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>What a request must have. It is asked for before another process looks into texts, so that the editor hears what is wrong.</summary>
internal static class RequestForm
{
    /// <exception cref="RpcException">Something is missing, or of another form.</exception>
    public static void Require(AnalysisRequest request)
    {
        switch (request.Method)
        {
            case AnalysisMethods.Completion or AnalysisMethods.Hover or AnalysisMethods.SignatureHelp or AnalysisMethods.Definition:
                request.Position();
                break;
            case AnalysisMethods.CodeAction:
                var diagnostics = request.Given.GetProperty("context").GetProperty("diagnostics");
                if (diagnostics.ValueKind != JsonValueKind.Array)
                    throw new RpcException(RpcException.InvalidParams, "the diagnostics are not a list");
                break;
        }
    }
}
