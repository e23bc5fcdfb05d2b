using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Argos.Rules.Engine.Telemetry;

namespace Argos.Rules.Engine.Audit;

/// <summary>Takes records without ever making a decision wait, so many of them and so many bytes; what does not fit is dropped and counted.</summary>
internal sealed class AuditLog
{
    private readonly Channel<AuditRecord> _queue;
    private readonly EngineMetrics _metrics;
    private readonly bool _refuse;
    private readonly long _maximumBytes;
    private long _bytes;
    private volatile bool _failing;

    public AuditLog(AuditOptions options, EngineMetrics metrics)
    {
        (_metrics, _refuse, _maximumBytes) = (metrics, options.OnFailure == AuditFailure.Refuse, options.QueueBytes);
        _queue = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        metrics.ObserveAuditQueue(() => _queue.Reader.Count, () => Interlocked.Read(ref _bytes));
    }

    /// <summary>How many wait.</summary>
    public int Count => _queue.Reader.Count;

    /// <summary>Whether nothing may be decided now, because the last records could not be kept.</summary>
    public bool MustRefuse => _refuse && _failing;

    /// <summary>Takes a record.</summary>
    /// <returns>Whether what it tells may be done: it was taken, or need not be.</returns>
    public bool Add(AuditRecord record)
    {
        var bytes = record.Bytes;
        if (Interlocked.Add(ref _bytes, bytes) <= _maximumBytes && _queue.Writer.TryWrite(record)) return true;
        Interlocked.Add(ref _bytes, -bytes);
        Lost(1);
        return !_refuse;
    }

    /// <summary>Waits for a record.</summary>
    /// <returns>Whether there may be one; else there never will be.</returns>
    public ValueTask<bool> WaitAsync() => _queue.Reader.WaitToReadAsync(CancellationToken.None);

    /// <summary>Takes the record that has waited longest.</summary>
    public bool TryTake([NotNullWhen(true)] out AuditRecord? record)
    {
        if (!_queue.Reader.TryRead(out record)) return false;
        Interlocked.Add(ref _bytes, -record.Bytes);
        return true;
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
