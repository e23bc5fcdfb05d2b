namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Takes the lines of audit logs.</summary>
internal interface IAuditLineSink
{
    /// <summary>Whether it needs no more.</summary>
    bool IsDone { get; }

    /// <summary>Takes a line. It may be changed, and lives until this returns.</summary>
    /// <param name="file">Where it stands, for messages.</param>
    /// <param name="number">Its number there, from 1.</param>
    /// <param name="line">The line.</param>
    void Take(string file, long number, Span<byte> line);
}
