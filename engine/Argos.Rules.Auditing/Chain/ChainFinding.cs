namespace Argos.Rules.Auditing.Chain;

/// <summary>Something that is wrong with an audit log, and where.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 when it concerns the whole.</param>
/// <param name="Kind">One of <see cref="ChainFindings"/>.</param>
/// <param name="Message">What was found, in words.</param>
internal sealed record ChainFinding(string File, long Line, string Kind, string Message);

/// <summary>The kinds of findings.</summary>
internal static class ChainFindings
{
    /// <summary>A record does not fit its hash.</summary>
    public const string Changed = "changed";

    /// <summary>Records are not there.</summary>
    public const string Removed = "removed";

    /// <summary>A record stands where it does not belong, or twice.</summary>
    public const string Reordered = "reordered";

    /// <summary>A line is not a record.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A new chain begins though the one before did not end.</summary>
    public const string Restarted = "restarted";

    /// <summary>A signature does not fit, is missing, or is somebody else's.</summary>
    public const string Signature = "signature";
}
