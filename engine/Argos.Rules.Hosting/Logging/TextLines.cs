using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Argos.Rules.Hosting.Logging;

/// <summary>One line for people: time, level, message, logger. Whatever a message quotes, it stays one line, and a terminal obeys none of it.</summary>
public sealed class TextLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>What it is called in the settings of the console logger.</summary>
    public const string FormatterName = "argos-text";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var message = logEntry.Formatter?.Invoke(logEntry.State, logEntry.Exception);
        if (message is null && logEntry.Exception is null) return;
        var line = new StringBuilder(160);
        line.Append(LogTime.Text(time.GetUtcNow())).Append(' ').Append(CultureInfo.InvariantCulture, $"{LogTime.Level(logEntry.LogLevel),-5} ");
        Escape(line, message ?? "");
        line.Append(" (").Append(logEntry.Category).Append(')');
        if (logEntry.Exception is { } exception)
        {
            line.Append(": ");
            Escape(line, exception.ToString());
        }
        textWriter.Write(line.Append('\n').ToString());
    }

    private static void Escape(StringBuilder line, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsOdd(rune)) line.Append(rune.ToString());
            else if (rune.Value == '\n') line.Append("\\n");
            else if (rune.Value == '\t') line.Append("\\t");
            else if (rune.Value != '\r') line.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
    }

    // Control characters, marks of direction, and what a terminal takes for the end of a line.
    private static bool IsOdd(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
