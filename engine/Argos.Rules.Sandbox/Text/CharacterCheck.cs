using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Sandbox.Text;

/// <summary>Refuses characters that a reader cannot see, or that make him see another order than the compiler does.</summary>
internal static class CharacterCheck
{
    private const int MaximumReports = 20;

    public static ImmutableArray<Diagnostic> Check(string id, string text)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        var (row, col) = (1, 1);
        for (var i = 0; i < text.Length && found.Count < MaximumReports; i++)
        {
            if (Problem(text, i) is { } problem) found.Add(DiagnosticFactory.At(id, row, col, problem.Code, problem.Message));
            (row, col) = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')) ? (row + 1, 1) : (row, col + 1);
        }
        return found.ToImmutable();
    }

    private static (string Code, string Message)? Problem(string text, int i)
    {
        var c = text[i];
        if (c is '\t' or '\r' or '\n' || char.IsAsciiLetterOrDigit(c)) return null;
        if (char.IsSurrogate(c))
            return IsPaired(text, i) ? null : ("ARG0103", "half of a surrogate pair is not a text; save the file as UTF-8");
        var name = $"U+{(int)c:X4}";
        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.Control => ("ARG0104", $"the control character {name} is not allowed; remove it, or write an escape such as `\\u{(int)c:X4}` in a string"),
            UnicodeCategory.Format => ("ARG0105", $"the invisible or direction-changing character {name} is not allowed: it can hide what the policy does; remove it, or write an escape such as `\\u{(int)c:X4}` in a string"),
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ("ARG0106", $"the line separator {name} is not allowed; end lines with LF or CRLF"),
            _ => null,
        };
    }

    private static bool IsPaired(string text, int i) => char.IsHighSurrogate(text[i])
        ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
        : i > 0 && char.IsHighSurrogate(text[i - 1]);
}
