using Argos.Rules.Cli.LanguageServer.Analysis.Policies;
using Argos.Rules.Cli.LanguageServer.Analysis.Yaml;
using Argos.Rules.Cli.LanguageServer.Documents;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>Hands a request to what knows about it.</summary>
internal static class Analyzer
{
    /// <summary>The result, in the protocol's form; <see langword="null"/> when there is nothing to say.</summary>
    public static object? Analyze(AnalysisRequest request) => request.Method switch
    {
        AnalysisMethods.Check => TextCheck.Run(request),
        AnalysisMethods.CodeAction => QuickFixes.Find(request),
        AnalysisMethods.CodeLens => CaseLenses.Find(request),
        AnalysisMethods.Formatting when request.Document.Kind == DocumentKind.Policy => PolicyFormatting.Format(request.Document),
        AnalysisMethods.Run => CaseRun.Run(request),
        _ when request.Document.Kind == DocumentKind.Policy => OfPolicy(request),
        _ => YamlHelp.Of(request),
    };

    private static object? OfPolicy(AnalysisRequest request)
    {
        if (PolicyText.Of(request.Document, request.Position()) is not { } policy) return null;
        return request.Method switch
        {
            AnalysisMethods.Completion => PolicyCompletion.Complete(policy),
            AnalysisMethods.Hover => PolicyHover.At(policy),
            AnalysisMethods.SignatureHelp => PolicySignatures.At(policy),
            AnalysisMethods.Definition => PolicyDefinition.At(policy),
            _ => null,
        };
    }
}
