using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Reports;

/// <summary>Writes errors and warnings in the forms that people and tools read.</summary>
internal static class DiagnosticReport
{
    /// <summary>Writes all of them to the terminal's output.</summary>
    /// <param name="diagnostics">What was found.</param>
    /// <param name="form">`text`, `json`, `sarif`, `github` or `msbuild`.</param>
    /// <param name="tool">Who found it.</param>
    /// <param name="terminal">Where to.</param>
    public static void Write(ImmutableArray<Diagnostic> diagnostics, string form, string tool, Terminal terminal)
    {
        switch (form)
        {
            case "json":
                terminal.Document(JsonSerializer.Serialize(new DiagnosticList(diagnostics), CliJson.Readable.DiagnosticList));
                break;
            case "sarif":
                terminal.Document(Sarif.Of(tool, diagnostics));
                break;
            case "github":
                foreach (var diagnostic in diagnostics) terminal.Command(GithubAnnotation.Of(diagnostic));
                break;
            case "msbuild":
                foreach (var d in diagnostics) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{d.Location?.File}({d.Location?.Row},{d.Location?.Col}): {d.Severity} {d.Code}: {d.Message}"));
                break;
            default:
                foreach (var diagnostic in diagnostics) terminal.Out.WriteLine(Text(diagnostic, terminal));
                break;
        }
    }

    public static string Text(Diagnostic diagnostic, Terminal terminal)
    {
        var severity = diagnostic.Severity == "error" ? terminal.Bad("error") : terminal.Odd(diagnostic.Severity);
        return $"{Place(diagnostic.Location)}: {severity} {diagnostic.Code}: {diagnostic.Message}";
    }

    public static string Place(Location? location) =>
        location is null ? "?" : string.Create(CultureInfo.InvariantCulture, $"{location.File}:{location.Row}:{location.Col}");
}
