using System.Collections.Immutable;
using Argos.Rules.Cli.Formatting;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Sandbox.Text;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>What `argos fmt` would make of a policy.</summary>
internal static class PolicyFormatting
{
    /// <summary>One edit of what changes; none when nothing does, or when the text does not parse.</summary>
    public static ImmutableArray<TextEdit> Format(AnalyzedText document)
    {
        var text = document.Text;
        if (!TextGate.Check(document.Name, text).IsEmpty || !PolicyFormatter.Problems(document.Name, text).IsEmpty) return [];
        var formatted = PolicyFormatter.Format(text);
        if (formatted == text) return [];
        var before = text.AsSpan().CommonPrefixLength(formatted);
        var behind = 0;
        while (behind < Math.Min(text.Length, formatted.Length) - before && text[^(behind + 1)] == formatted[^(behind + 1)]) behind++;
        // Whole lines: within a line end there is no place.
        before = before == 0 ? 0 : text.LastIndexOf('\n', before - 1) + 1;
        var end = text.IndexOf('\n', text.Length - behind);
        behind = end < 0 ? 0 : text.Length - end - 1;
        return [new TextEdit(TextLines.RangeOf(text, before, text.Length - behind), formatted[before..^behind])];
    }
}
