using System.Globalization;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Times on the command line: whole ones, and such without seconds. Always with an offset, so that no zone of a machine counts.</summary>
internal static class AuditTime
{
    private static readonly string[] Short = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HHK", "yyyy-MM-ddK"];

    public static DateTimeOffset? Read(string option, string? text)
    {
        if (text is null) return null;
        if (ExactTime.TryParse(text, out var time)) return time;
        if (text.EndsWith('Z') && DateTimeOffset.TryParseExact(text, Short, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)) return time;
        throw new UsageException($"`{option} {text}` is not a time: give one such as `2026-03-01T14:00Z`");
    }
}
