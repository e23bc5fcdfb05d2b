using Argos.Rules.Compiler.Wording;
using Microsoft.CodeAnalysis;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;
using Location = Argos.Rules.Contracts.Management.Location;

namespace Argos.Rules.Compiler;

/// <summary>The compiler's diagnostics in ours.</summary>
internal static class DiagnosticMapper
{
    /// <param name="id">The policy's id.</param>
    /// <param name="diagnostics">The compiler's.</param>
    /// <param name="model">What the names mean; <see langword="null"/> for a text that does not parse.</param>
    public static IEnumerable<Diagnostic> Translate(string id, IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics, SemanticModel? model)
    {
        var words = new CompilerWords(model);
        return diagnostics
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
            .OrderBy(static d => d.Location.SourceSpan.Start)
            .Select(d => Translate(id, d, words));
    }

    private static Diagnostic Translate(string id, Microsoft.CodeAnalysis.Diagnostic diagnostic, CompilerWords words)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        if (diagnostic.Id == "CS0162")
            return Sandbox.DiagnosticFactory.At(id, start.Line + 1, start.Character + 1, "ARG1004",
                "this is never reached; what stands before it always ends the policy, or its condition never holds") with
            {
                Severity =
                "warning"
            };
        var place = diagnostic.Location.IsInSource ? new Location(id, start.Line + 1, start.Character + 1) : null;
        return new Diagnostic(diagnostic.Id, words.Of(diagnostic), place, diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
    }
}
