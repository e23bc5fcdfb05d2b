using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>
/// What repairs the diagnostics that an editor asks about: the name that was meant, the member to write instead, and for a warning that is
/// right where it stands the comment that says why.
/// </summary>
internal static partial class QuickFixes
{
    private static readonly string[] Parts = [".Texts", ".Text", ".Number", ".Flag == true", ".Flag"];

    public static ImmutableArray<CodeAction> Find(AnalysisRequest request) =>
        [.. RequestForm.OwnDiagnostics(request).SelectMany(d => Of(request.Document, d))];

    private static IEnumerable<CodeAction> Of(AnalyzedText document, EditorDiagnostic diagnostic)
    {
        if (Meant().Match(diagnostic.Message) is { Success: true } meant
            && Replace(document, diagnostic, meant.Groups[1].Value, meant.Groups[2].Value) is { } name)
            yield return Action(document, diagnostic, $"Change to `{meant.Groups[2].Value}`", name, preferred: true);
        if (Instead().Match(diagnostic.Message) is { Success: true } instead
            && Replace(document, diagnostic, instead.Groups[1].Value, instead.Groups[2].Value) is { } member)
            yield return Action(document, diagnostic, $"Change to `{instead.Groups[2].Value}`", member, preferred: true);
        if (Rewritten().Match(diagnostic.Message) is { Success: true } whole
            && Replace(document, diagnostic, whole.Groups[1].Value, whole.Groups[2].Value) is { } written)
            yield return Action(document, diagnostic, $"Change to `{whole.Groups[2].Value}`", written, preferred: true);
        if (Compared().Match(diagnostic.Message) is { Success: true } compared
            && Part(document, diagnostic, compared.Groups[1].Value) is { } part)
            yield return Action(document, diagnostic, $"Change to `{compared.Groups[1].Value}`", part, preferred: true);
        if (Known().Match(diagnostic.Message) is { Success: true } known && Nearest(known) is { } key
            && Replace(document, diagnostic, known.Groups[1].Value, key) is { } edit)
            yield return Action(document, diagnostic, $"Change to `{key}`", edit, preferred: true);
        if (diagnostic.Severity == EditorDiagnostic.Warning && Suppressible().IsMatch(diagnostic.Code))
            yield return Action(document, diagnostic, $"Ignore {diagnostic.Code} here, with a reason",
                Suppression(document.Text, diagnostic), preferred: false);
    }

    private static string? Nearest(Match known) =>
        Suggestions.Nearest(known.Groups[1].Value, Ticked().Matches(known.Groups[2].Value).Select(static m => m.Groups[1].Value));

    /// <summary>Writes the part of a data value that is meant, where the text has the value itself.</summary>
    private static TextEdit? Part(AnalyzedText document, EditorDiagnostic diagnostic, string written)
    {
        foreach (var part in Parts)
        {
            for (var at = written.IndexOf(part, StringComparison.Ordinal);
                at >= 0;
                at = written.IndexOf(part, at + 1, StringComparison.Ordinal))
            {
                if (Replace(document, diagnostic, written.Remove(at, part.Length), written) is { } edit) return edit;
            }
        }
        return null;
    }

    /// <summary>Puts another text into the place of one that stands at a diagnostic, or behind it in its line.</summary>
    private static TextEdit? Replace(AnalyzedText document, EditorDiagnostic diagnostic, string old, string replacement)
    {
        var start = TextLines.OffsetOf(document.Text, diagnostic.Range.Start);
        var end = TextLines.OffsetOf(document.Text, diagnostic.Range.Start with { Character = int.MaxValue });
        var line = document.Text[start..end];
        // A place within a longer expression, which the message has as a whole, counts as well.
        var at = line.IndexOf(old, StringComparison.Ordinal);
        if (at < 0)
        {
            var begin = TextLines.OffsetOf(document.Text, diagnostic.Range.Start with { Character = 0 });
            at = document.Text[begin..end].IndexOf(old, StringComparison.Ordinal);
            if (at < 0) return null;
            start = begin;
        }
        return new TextEdit(TextLines.RangeOf(document.Text, start + at, start + at + old.Length), replacement);
    }

    private static TextEdit Suppression(string text, EditorDiagnostic diagnostic)
    {
        var line = TextLines.Line(text, diagnostic.Range.Start.Line);
        var indent = line[..(line.Length - line.TrimStart().Length)];
        var place = new TextPosition(diagnostic.Range.Start.Line, 0);
        return new TextEdit(new TextRange(place, place), $"{indent}// argos:ignore {diagnostic.Code} say why this is right here\n");
    }

    private static CodeAction Action(AnalyzedText document, EditorDiagnostic diagnostic, string title, TextEdit edit, bool preferred)
    {
        var changes = ImmutableDictionary<string, ImmutableArray<TextEdit>>.Empty.Add(document.Uri, [edit]);
        return new CodeAction(title, "quickfix", [diagnostic], new WorkspaceEdit(changes), preferred);
    }

    /// <summary>`name`; did you mean `other`?</summary>
    [GeneratedRegex("`([^`]{1,200})`(?: here)?; did you mean `([^`]{1,200})`\\?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Meant();

    /// <summary>has no `Bool`; write `.Flag`</summary>
    [GeneratedRegex("has no `([^`]{1,200})`; write `\\.([A-Za-z]{1,100})`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Instead();

    /// <summary>`value` is such; write `value.Text`</summary>
    [GeneratedRegex("needed here, and `([^`]{1,500})` is .*; write `([^`]{1,500})`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rewritten();

    /// <summary>`==` does not take this and that; write `value.Text == other`</summary>
    [GeneratedRegex("does not take .*; write `([^`]{1,500})`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Compared();

    /// <summary>the key `nme` is unknown in a case: the keys are `name`, `now`</summary>
    [GeneratedRegex("^the key `([^`]{1,200})` is unknown in .{1,100}: the keys are (.+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Known();

    [GeneratedRegex("`([^`]+)`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ticked();

    [GeneratedRegex("^ARG1[0-9]{3}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Suppressible();
}
