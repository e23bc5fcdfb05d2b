using System.CommandLine;
using System.Globalization;
using Argos.Rules.Auditing;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>The logs that a command reads: files with those that were rotated, the oldest first, or standard input.</summary>
internal sealed class AuditInput
{
    private const string StandardInput = "-";
    private const long ReportEvery = 64L << 20;

    private readonly Argument<string[]> _files = new("LOG") { Description = "Audit logs; a log's rotated files (LOG.1, LOG.2, ...) are read with it. `-` is standard input.", Arity = ArgumentArity.OneOrMore };

    public Argument<string[]> Argument => _files;

    /// <summary>Hands each line to a reader, with how far it is on a terminal.</summary>
    public void Read(ParseResult parsed, Terminal terminal, IAuditLineSink sink, CancellationToken cancellation)
    {
        var files = parsed.GetRequiredValue(_files).SelectMany(file => Expand(file, terminal)).Distinct(StringComparer.Ordinal).ToArray();
        var total = files.Where(static f => f != StandardInput).Sum(static f => new FileInfo(f).Length);
        var done = 0L;
        foreach (var file in files)
        {
            using var stream = file == StandardInput ? terminal.Input() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            var reader = new AuditLineReader(stream);
            var shown = file == StandardInput ? "standard input" : terminal.Shown(file);
            var reported = 0L;
            try
            {
                while (reader.TryRead(out var line))
                {
                    if (!line.IsEmpty) sink.Take(shown, reader.Number, line);
                    if (sink.IsDone) break;
                    if (reader.Position - reported < ReportEvery) continue;
                    reported = reader.Position;
                    cancellation.ThrowIfCancellationRequested();
                    terminal.Progress(Far(shown, done + reported, total));
                }
            }
            catch (InvalidDataException problem)
            {
                throw new UsageException($"`{shown}`: {problem.Message}");
            }
            done += reader.Position;
            if (sink.IsDone) break;
        }
        terminal.EndProgress();
    }

    private static string Far(string file, long bytes, long total) => total == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{file}: {bytes >> 20} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{file}: {bytes >> 20} of {total >> 20} MB, {100 * bytes / total} %");

    private static IEnumerable<string> Expand(string file, Terminal terminal)
    {
        if (file == StandardInput) return [file];
        var path = terminal.Absolute(file);
        return File.Exists(path) ? AuditFiles.Of(path) : throw new UsageException($"`{file}` is not there");
    }
}
