namespace Argos.Rules.Sandbox.Metering;

/// <summary>What one evaluation of one policy may use. An honest identity policy needs less than a hundredth of it.</summary>
internal sealed record Budget
{
    /// <summary>Function entries, loop turns and units of work of costly calls. 200,000 are about a millisecond.</summary>
    public long Steps { get; init; } = 200_000;

    /// <summary>Bytes allocated, counted before they are.</summary>
    public long Bytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of stack below the evaluation's first frame.</summary>
    public int StackBytes { get; init; } = 128 * 1024;

    /// <summary>The backstop for what the other budgets do not see: processor time of the thread, looked at once as much has passed on the wall.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMilliseconds(250);

    public static Budget Default { get; } = new();
}
