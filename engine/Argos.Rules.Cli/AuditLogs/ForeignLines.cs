using System.Globalization;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Says that lines were left out: a search that finds nothing must not look like an answer when it could not read.</summary>
internal static class ForeignLines
{
    public static void Report(long count, Terminal terminal)
    {
        if (count > 0) terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"argos: {count} lines are not records of this version and were left out"));
    }
}
