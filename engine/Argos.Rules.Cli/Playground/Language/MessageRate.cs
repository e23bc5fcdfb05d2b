namespace Argos.Rules.Cli.Playground.Language;

/// <summary>Counts the messages of a page by the minute.</summary>
internal sealed class MessageRate(int perMinute, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private long _began = time.GetTimestamp();
    private int _count;

    /// <summary>Whether one more may come.</summary>
    public bool Takes()
    {
        if (time.GetElapsedTime(_began) >= Minute) (_began, _count) = (time.GetTimestamp(), 0);
        return ++_count <= perMinute;
    }
}
