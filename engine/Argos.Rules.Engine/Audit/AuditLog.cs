using System.Threading.Channels;
using Argos.Rules.Engine.Telemetry;

namespace Argos.Rules.Engine.Audit;

/// <summary>Takes records without ever making a decision wait; what does not fit is dropped and counted.</summary>
internal sealed class AuditLog
{
    private readonly Channel<AuditRecord> _queue;
    private readonly EngineMetrics _metrics;

    public AuditLog(AuditOptions options, EngineMetrics metrics)
    {
        _metrics = metrics;
        _queue = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        metrics.ObserveAuditQueue(() => _queue.Reader.Count);
    }

    public ChannelReader<AuditRecord> Records => _queue.Reader;

    public void Add(AuditRecord record)
    {
        if (!_queue.Writer.TryWrite(record)) _metrics.AuditDropped(1);
    }

    /// <summary>Takes no more; what waits can still be read.</summary>
    public void Complete() => _queue.Writer.TryComplete();
}
