using System.Globalization;
using Microsoft.CodeAnalysis;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;
using Location = Argos.Rules.Contracts.Management.Location;

namespace Argos.Rules.Engine.Scripting;

/// <summary>The compiler's diagnostics in ours.</summary>
internal static class Translation
{
    public static IEnumerable<Diagnostic> Translate(string id, IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics) => diagnostics
        .Where(static d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
        .OrderBy(static d => d.Location.SourceSpan.Start)
        .Select(d => Translate(id, d));

    private static Diagnostic Translate(string id, Microsoft.CodeAnalysis.Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        var place = diagnostic.Location.IsInSource ? new Location(id, start.Line + 1, start.Character + 1) : null;
        var message = diagnostic.GetMessage(CultureInfo.InvariantCulture).ReplaceLineEndings(" ");
        return new Diagnostic(diagnostic.Id, message, place, diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
    }
}
