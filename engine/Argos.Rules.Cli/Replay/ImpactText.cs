using System.Globalization;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Replay;

/// <summary>A report on an impact, for people.</summary>
internal static class ImpactText
{
    public static void Write(ImpactReport report, Terminal terminal)
    {
        foreach (var kind in report.Kinds)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{kind.Kind}: {kind.Count}");
            terminal.Out.WriteLine(kind.Kind.EndsWith("-> allowed", StringComparison.Ordinal) ? terminal.Bad(text) : text);
            foreach (var one in kind.Decisions)
            {
                terminal.Out.WriteLine($"  {RecordText.Time(one.Time)} {one.Identity} {one.InstanceId} {terminal.Faint(one.Decision)}: {one.Was} -> {one.Becomes}");
                if (one.Because.Length > 0) terminal.Out.WriteLine($"    {one.Because}");
            }
            if (kind.Count > kind.Decisions.Count) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {kind.Count - kind.Decisions.Count} more"));
        }
        foreach (var unable in report.Unable) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{terminal.Odd("cannot be told")}: {unable.Count}: {unable.Problem}"));
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Decided} decisions made again: {report.Unchanged} the same, {report.Decided - report.Unchanged} otherwise, {report.NewGrants} newly granted"));
        if (report.PerhapsGrants > 0) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{terminal.Bad("perhaps granted")}: {report.PerhapsGrants} that were not, and of which it cannot be told"));
    }
}
