using System.Globalization;
using Argos.Rules.Sandbox.AllowLists;
using Microsoft.CodeAnalysis;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;
using Location = Argos.Rules.Contracts.Management.Location;

namespace Argos.Rules.Compiler;

/// <summary>The compiler's diagnostics in ours.</summary>
internal static class DiagnosticMapper
{
    public static IEnumerable<Diagnostic> Translate(string id, IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics) => diagnostics
        .Where(static d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
        .OrderBy(static d => d.Location.SourceSpan.Start)
        .Select(d => Translate(id, d));

    /// <summary>What to write instead of a name that the compiler does not find: a policy is compiled against little of the platform.</summary>
    private static string? Instead(Microsoft.CodeAnalysis.Diagnostic diagnostic) => diagnostic.Id is "CS0103" or "CS0234" or "CS0246" && diagnostic.Location is { SourceTree: { } tree, SourceSpan: var span }
        ? Advice.ForUnknown(tree.GetText().ToString(span)) ?? (diagnostic.Id == "CS0103" ? null : Advice.ForUnknownType)
        : null;

    private static Diagnostic Translate(string id, Microsoft.CodeAnalysis.Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        if (diagnostic.Id == "CS0162") return Sandbox.DiagnosticFactory.At(id, start.Line + 1, start.Character + 1, "ARG1004", "this is never reached; what stands before it always ends the policy, or its condition never holds") with { Severity = "warning" };
        var place = diagnostic.Location.IsInSource ? new Location(id, start.Line + 1, start.Character + 1) : null;
        var message = diagnostic.GetMessage(CultureInfo.InvariantCulture).ReplaceLineEndings(" ");
        if (Instead(diagnostic) is { } instead) message = $"{message.Replace(" (are you missing a using directive or an assembly reference?)", "", StringComparison.Ordinal).Replace(" (are you missing an assembly reference?)", "", StringComparison.Ordinal)}; {instead}";
        return new Diagnostic(diagnostic.Id, message, place, diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
    }
}
