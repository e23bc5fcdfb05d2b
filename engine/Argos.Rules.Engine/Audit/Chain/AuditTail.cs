using System.Security.Cryptography;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>Finds where an earlier start of the engine has left the chain.</summary>
internal static class AuditTail
{
    /// <summary>How much of the end of a file is looked at; the longest record is much shorter.</summary>
    private const int MaximumRead = 4 << 20;

    /// <summary>The place behind the last record of the file, else of the youngest that was rotated; the beginning when there is none.</summary>
    public static AuditLink Find(string file, string replica)
    {
        if (file == "-") return AuditLink.Beginning;
        return In(file, replica) ?? In(file + ".1", replica) ?? AuditLink.Beginning;
    }

    private static AuditLink? In(string file, string replica)
    {
        if (!File.Exists(file)) return null;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[(int)Math.Min(stream.Length, MaximumRead)];
        stream.Seek(-bytes.Length, SeekOrigin.End);
        stream.ReadExactly(bytes);
        return LastIn(bytes, replica);
    }

    private static AuditLink? LastIn(Span<byte> text, string replica)
    {
        Span<byte> head = stackalloc byte[SHA256.HashSizeInBytes];
        while (!text.IsEmpty)
        {
            var start = text.LastIndexOf((byte)'\n') + 1;
            // Half a line, or somebody else's, does not count.
            if (AuditLine.TryOpen(text[start..], out var record, head) && AuditLine.HeaderOf(record) is { } header && header.Replica == replica)
            {
                return new AuditLink(header.Sequence + 1, [.. head]);
            }
            text = start == 0 ? [] : text[..(start - 1)];
        }
        return null;
    }
}
