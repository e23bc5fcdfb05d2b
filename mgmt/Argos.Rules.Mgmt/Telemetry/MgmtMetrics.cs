namespace Argos.Rules.Mgmt.Telemetry;

/// <summary>What is counted. The names are those of the metrics page.</summary>
internal sealed class MgmtMetrics
{
    private long _engineStarts;
    private long _repairs;
    private long _failures;
    private long _refusals;
    private long _podsSent;
    private long _statusWrites;

    public long EngineStarts => Interlocked.Read(ref _engineStarts);

    public long Repairs => Interlocked.Read(ref _repairs);

    public long Failures => Interlocked.Read(ref _failures);

    public long Refusals => Interlocked.Read(ref _refusals);

    public long PodsSent => Interlocked.Read(ref _podsSent);

    public long StatusWrites => Interlocked.Read(ref _statusWrites);

    /// <summary>An engine start was met that nothing had been pushed to.</summary>
    public void EngineStarted() => Interlocked.Increment(ref _engineStarts);

    /// <summary>The engine held something else than was declared.</summary>
    public void Repaired() => Interlocked.Increment(ref _repairs);

    /// <summary>The engine could not be asked.</summary>
    public void Failed() => Interlocked.Increment(ref _failures);

    /// <summary>The engine refused a policy or a document.</summary>
    public void Refused() => Interlocked.Increment(ref _refusals);

    /// <summary>Changes of pods were sent.</summary>
    public void SentObjects(int count) => Interlocked.Add(ref _podsSent, count);

    /// <summary>A status annotation was written.</summary>
    public void WroteStatus() => Interlocked.Increment(ref _statusWrites);
}
