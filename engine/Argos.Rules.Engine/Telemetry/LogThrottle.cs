namespace Argos.Rules.Engine.Telemetry;

/// <summary>
/// Keeps what strangers can cause from filling the log: so many lines in a while, and then how many were left out.
/// </summary>
/// <param name="lines">How many lines.</param>
/// <param name="window">In which time.</param>
/// <param name="clock">The time; monotonic.</param>
internal sealed class LogThrottle(int lines, TimeSpan window, TimeProvider clock)
{
    /// <summary>The longest part of a line that a stranger chooses, in characters.</summary>
    private const int MaximumLength = 200;

    private readonly Lock _lock = new();
    private long _begun = clock.GetTimestamp();
    private int _written;
    private long _leftOut;

    /// <summary>Whether a line may be written, and then how many were left out since the last one that was.</summary>
    public bool May(out long leftOut)
    {
        lock (_lock)
        {
            leftOut = 0;
            if (clock.GetElapsedTime(_begun) >= window) (_begun, _written) = (clock.GetTimestamp(), 0);
            if (_written >= lines)
            {
                _leftOut++;
                return false;
            }
            _written++;
            (leftOut, _leftOut) = (_leftOut, 0);
            return true;
        }
    }

    /// <summary>A stranger's text, cut.</summary>
    public static string Cut(string text) => text.Length <= MaximumLength ? text : text[..MaximumLength] + "...";
}
