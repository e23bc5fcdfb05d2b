using System.Globalization;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Reports;

/// <summary>Lines that GitHub Actions shows beside the source.</summary>
internal static class GithubAnnotation
{
    public static string Of(Diagnostic diagnostic) => Of(diagnostic.Severity == "error" ? "error" : "warning", diagnostic.Location, diagnostic.Code, diagnostic.Message);

    public static string Of(string kind, Location? place, string title, string message)
    {
        var where = place is null ? "" : string.Create(CultureInfo.InvariantCulture, $"file={Property(place.File)},line={place.Row},col={place.Col},");
        return $"::{kind} {where}title={Property(title)}::{Data(message)}";
    }

    private static string Data(string text) => Escaped.Document(text).Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
