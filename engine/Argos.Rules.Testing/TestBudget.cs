namespace Argos.Rules.Testing;

/// <summary>What the cases of one file may take together.</summary>
/// <param name="limit">The limit.</param>
/// <param name="clock">What it is measured with: processor time, unless a test says otherwise.</param>
internal sealed class TestBudget(TimeSpan limit, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? ProcessorTime.OfThread;
    private long _started;

    /// <summary>The limit.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Whether it is used up.</summary>
    public bool IsUsedUp => _clock.GetElapsedTime(_started) > limit;

    /// <summary>The run begins, on this thread.</summary>
    public void Start() => _started = _clock.GetTimestamp();
}
