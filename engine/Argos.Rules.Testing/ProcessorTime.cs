using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Testing;

/// <summary>
/// A clock that goes on only while the current thread has a processor, so that a busy machine refuses nothing. Where the platform does not tell, it is
/// the usual one.
/// </summary>
internal sealed class ProcessorTime : TimeProvider
{
    private ProcessorTime()
    {
    }

    /// <summary>The clock.</summary>
    public static ProcessorTime OfThread { get; } = new();

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => (ThreadClock.Used() ?? System.GetElapsedTime(0)).Ticks;
}
