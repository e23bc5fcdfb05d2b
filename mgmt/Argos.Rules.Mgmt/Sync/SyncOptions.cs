namespace Argos.Rules.Mgmt.Sync;

/// <summary>How the engine is kept in sync.</summary>
internal sealed record SyncOptions
{
    /// <summary>The name under which this process declares its set.</summary>
    public string Source { get; init; } = "mgmt";

    /// <summary>How often the set is declared when nothing changes, in seconds.</summary>
    public int HeartbeatSeconds { get; init; } = 5;
}
