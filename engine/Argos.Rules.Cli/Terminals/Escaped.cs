using System.Globalization;
using System.Text;

namespace Argos.Rules.Cli.Terminals;

/// <summary>
/// The one place through which texts of policies, tests and engines reach an output. Characters that a terminal obeys or does not show
/// (control characters, also those above ASCII; marks of direction; what has no width) become <c>\u001b</c>, and a line never begins with, or
/// holds, what a build server takes for a command.
/// </summary>
internal static class Escaped
{
    private static readonly string[] Commands = ["##[", "##vso[", "##teamcity["];

    /// <summary>A text as one line: ends of lines in it are shown and not made.</summary>
    public static string Line(string text) => WithoutCommands(Characters(text, keepLines: false));

    /// <summary>A text of several lines.</summary>
    public static string Document(string text)
    {
        var shown = Characters(text, keepLines: true);
        if (!shown.Contains("::", StringComparison.Ordinal) && !shown.Contains("##", StringComparison.Ordinal)) return shown;
        return string.Join('\n', shown.Split('\n').Select(WithoutCommands));
    }

    private static string Characters(string text, bool keepLines)
    {
        if (!text.EnumerateRunes().Any(rune => IsOdd(rune, keepLines)) && !HasHalves(text)) return text;
        var shown = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            var whole = Rune.TryGetRuneAt(text, at, out var rune);
            var length = whole ? rune.Utf16SequenceLength : 1;
            if (whole && !IsOdd(rune, keepLines)) shown.Append(text, at, length);
            else if (whole && rune.Value == '\n') shown.Append("\\n");
            else if (whole && rune.Value == '\r') shown.Append(keepLines && at + 1 < text.Length && text[at + 1] == '\n' ? "\r" : "\\r");
            else foreach (var unit in text.AsSpan(at, length)) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            at += length;
        }
        return shown.ToString();
    }

    private static bool IsOdd(Rune rune, bool keepLines) => rune.Value switch
    {
        '\n' => !keepLines,
        '\t' => false,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned,
    };

    // The enumeration of runes shows half a character as the replacement character.
    private static bool HasHalves(string text) => text.Any(char.IsSurrogate);

    private static string WithoutCommands(string line)
    {
        // GitHub's commands begin a line, older ones and those of other servers stand anywhere in it.
        var start = line.AsSpan().TrimStart();
        if (start.StartsWith("::")) line = $"{line.AsSpan(0, line.Length - start.Length)}:\\u003a{start[2..]}";
        foreach (var command in Commands)
        {
            if (line.Contains(command, StringComparison.OrdinalIgnoreCase)) line = line.Replace("##", "#\\u0023", StringComparison.Ordinal);
        }
        return line;
    }
}
