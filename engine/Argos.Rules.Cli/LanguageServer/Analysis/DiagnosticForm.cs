using System.Collections.Immutable;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>Diagnostics as editors show them: at the word that begins where they stand.</summary>
internal static class DiagnosticForm
{
    private const string NeverReached = "ARG1004";
    private const int Unnecessary = 1;
    private const int Maximum = 200;

    public static ImmutableArray<EditorDiagnostic> Of(string text, IEnumerable<Diagnostic> found) =>
        [.. found.Take(Maximum).Select(d => Of(text, d))];

    private static EditorDiagnostic Of(string text, Diagnostic diagnostic)
    {
        var place = new TextPosition(Math.Max(0, (diagnostic.Location?.Row ?? 1) - 1), Math.Max(0, (diagnostic.Location?.Col ?? 1) - 1));
        var severity = diagnostic.Severity == "error" ? EditorDiagnostic.Error : EditorDiagnostic.Warning;
        return new EditorDiagnostic(TextLines.WordAt(text, place), severity, diagnostic.Code, EditorDiagnostic.Check, diagnostic.Message)
        {
            Tags = diagnostic.Code == NeverReached ? [Unnecessary] : null,
        };
    }
}
