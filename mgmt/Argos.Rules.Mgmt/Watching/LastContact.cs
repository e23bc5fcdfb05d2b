namespace Argos.Rules.Mgmt.Watching;

/// <summary>
/// When the API server was heard last about one watch: the end of a list, an event, a bookmark (about one a minute), an orderly end, or a
/// watch that it has taken and has nothing to send on; or when the last complete scan of a directory began. What is known may be that old, however often it is declared.
/// </summary>
internal sealed class LastContact(TimeProvider time)
{
    private long _touched = time.GetTimestamp();

    /// <summary>The time since then.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _touched));

    /// <summary>The API server was heard now.</summary>
    public void Touch() => Touch(time.GetTimestamp());

    /// <summary>What is known is that of an earlier moment of the clock.</summary>
    public void Touch(long moment) => Volatile.Write(ref _touched, moment);
}
