using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>How the synchronisation stands, for those who ask from outside.</summary>
internal sealed class SyncHealth(SyncOptions options, TimeProvider time)
{
    private const int HeartbeatsMissed = 3;
    private long _acceptedAt;
    private volatile SyncReport? _report;

    /// <summary>Raised after each report.</summary>
    public AsyncAutoResetEvent Reported { get; } = new();

    /// <summary>The last report; <see langword="null"/> before the first.</summary>
    public SyncReport? Report => _report;

    /// <summary>The time since the engine accepted a declaration; <see langword="null"/> when it never did.</summary>
    public TimeSpan? Age => Interlocked.Read(ref _acceptedAt) is not 0 and var at ? time.GetElapsedTime(at) : null;

    /// <summary>Whether the engine is known to hold everything, and was asked lately.</summary>
    public bool IsReady => Age is { } age && age < TimeSpan.FromSeconds(options.HeartbeatSeconds * HeartbeatsMissed);

    public void Accept() => Interlocked.Exchange(ref _acceptedAt, Math.Max(1, time.GetTimestamp()));

    public void SetReport(SyncReport report)
    {
        _report = report;
        Reported.Raise();
    }
}
