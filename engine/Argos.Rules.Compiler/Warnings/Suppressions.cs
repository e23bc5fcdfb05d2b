using System.Collections.Immutable;
using Argos.Rules.Sandbox.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>
/// Warnings that an author has looked at: <c>// argos:ignore ARG1002 the reason</c> at the end of the line, or on a line of its own before
/// it. An error
/// cannot be ignored, and a comment that ignores nothing is itself a warning: it would hide the next mistake.
/// </summary>
internal static class Suppressions
{
    /// <summary>The code of a warning about such a comment.</summary>
    public const string Code = "ARG1010";

    private const string Marker = "argos:ignore";

    public static ImmutableArray<Diagnostic> Apply(string id, SyntaxTree tree, ImmutableArray<Diagnostic> found)
    {
        var comments = Find(tree).ToArray();
        if (comments.Length == 0) return found;
        var used = new HashSet<Comment>();
        var kept = found.Where(d => !IsIgnored(d, comments, used)).ToImmutableArray();
        return [.. kept, .. comments.Where(c => !used.Contains(c)).Select(c => Refused(id, c))];
    }

    private static bool IsIgnored(Diagnostic diagnostic, Comment[] comments, HashSet<Comment> used)
    {
        if (diagnostic.Severity == "error" || diagnostic.Location is not { } place) return false;
        foreach (var comment in comments)
        {
            if (comment.Reason.Length == 0 || comment.Code != diagnostic.Code || comment.AppliesTo != place.Row) continue;
            used.Add(comment);
            return true;
        }
        return false;
    }

    private static Diagnostic Refused(string id, Comment comment)
    {
        var message = comment switch
        {
            { Code: "" } => $"`{Marker}` needs the code of a warning and a reason: `// {Marker} ARG1002 why it is right here`",
            { Reason: "" } => $"`{Marker} {comment.Code}` needs a reason behind it, for who reads the policy next",
            _ => $"nothing to ignore: there is no warning `{comment.Code}` in line {comment.AppliesTo}; remove the comment",
        };
        return Sandbox.DiagnosticFactory.At(id, comment.Row, comment.Col, Code, message) with { Severity = "warning" };
    }

    private static IEnumerable<Comment> Find(SyntaxTree tree)
    {
        var lines = tree.GetText().Lines;
        foreach (var trivia in tree.GetRoot().DescendantTrivia().Where(static t => t.IsKind(SyntaxKind.SingleLineCommentTrivia)))
        {
            var text = trivia.ToString()[2..].Trim();
            if (!text.StartsWith(Marker, StringComparison.Ordinal)) continue;
            var words = text[Marker.Length..].Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var place = trivia.GetLocation().GetLineSpan().StartLinePosition;
            var line = place.Line;
            var alone = string.IsNullOrWhiteSpace(tree.GetText()
                .ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(lines[line].Start, trivia.SpanStart)));
            // On a line of its own it is about the next line that is more than a comment.
            if (alone) for (line++; line < lines.Count - 1 && IsComment(lines[line].ToString()); line++) { }
            yield return new Comment(words.ElementAtOrDefault(0) is { } code ? NearestName.Shown(code) : "", words.ElementAtOrDefault(1)
                ?? "", line + 1, place.Line + 1, place.Character + 1);
        }
    }

    private static bool IsComment(string line) => line.AsSpan().Trim().IsEmpty
        || line.AsSpan().TrimStart().StartsWith("//", StringComparison.Ordinal);

    private sealed record Comment(string Code, string Reason, int AppliesTo, int Row, int Col);
}
