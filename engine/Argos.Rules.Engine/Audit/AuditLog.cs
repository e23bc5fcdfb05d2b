using System.Threading.Channels;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Audit;

/// <summary>Takes records without ever making a decision wait; what does not fit is dropped and counted.</summary>
internal sealed class AuditLog
{
    private readonly Channel<AuditRecord> _queue;
    private readonly EngineMetrics _metrics;
    private readonly bool _refuse;
    private volatile bool _failing;

    public AuditLog(AuditOptions options, EngineMetrics metrics)
    {
        (_metrics, _refuse) = (metrics, options.OnFailure == AuditFailure.Refuse);
        _queue = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        metrics.ObserveAuditQueue(() => _queue.Reader.Count);
    }

    public ChannelReader<AuditRecord> Records => _queue.Reader;

    /// <summary>Whether nothing may be decided now, because the last records could not be kept.</summary>
    public bool MustRefuse => _refuse && _failing;

    /// <summary>Takes a record.</summary>
    /// <returns>Whether what it tells may be done: it was taken, or need not be.</returns>
    public bool Add(AuditRecord record)
    {
        if (_queue.Writer.TryWrite(record)) return true;
        Lost(1);
        return !_refuse;
    }

    /// <summary>Records are lost.</summary>
    public void Lost(int records)
    {
        _failing = true;
        _metrics.AuditDropped(records);
    }

    /// <summary>Records are written.</summary>
    public void Written() => _failing = false;

    /// <summary>Takes no more; what waits can still be read.</summary>
    public void Complete() => _queue.Writer.TryComplete();
}
