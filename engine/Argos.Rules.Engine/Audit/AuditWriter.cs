using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// Writes the queued records. It is stopped after the listeners, and then writes what is left before it ends. Whatever goes wrong with a
/// record, it goes on with the next one, and says so. An engine that is given up without being stopped, because its start failed, stops it all the same:
/// nothing writes on behalf of an engine that is gone.
/// </summary>
internal sealed partial class AuditWriter(AuditLog log, AuditSink sink, AuditBatch batch, EngineMetrics metrics, TimeProvider time, ILogger<AuditWriter> logger) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Each write wakes a thread and calls the operating system: under load that costs more than the record.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _failing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>The host's token may be spent on draining requests; the last records are written all the same.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        log.Complete();
        await _stopping.CancelAsync();
        try
        {
            await _loop.WaitAsync(FlushLimit, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            LogUnwritten(log.Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_loop.IsCompleted) await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        // The first record of this start stands there before anything is decided.
        Sign(last: false);
        while (await NextAsync())
        {
            // Without the exception that a cancelled delay is.
            await Task.Delay(Gathering, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (log.TryTake(out var entry))
            {
                Take(entry);
                if (batch.IsFull) Flush();
            }
            Flush();
        }
        Sign(last: true);
    }

    /// <summary>Waits for a record, and signs meanwhile what is written and unsigned for too long.</summary>
    private async Task<bool> NextAsync()
    {
        var more = log.WaitAsync().AsTask();
        while (!more.IsCompleted)
        {
            var left = batch.UntilCheckpoint;
            if (left == Timeout.InfiniteTimeSpan) break;
            if (_failing && left < RetryDelay) left = RetryDelay;
            try
            {
                return await more.WaitAsync(left, time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                Sign(last: false);
            }
        }
        return await more;
    }

    private void Take(AuditEntry entry)
    {
        try
        {
            batch.Add(entry, log.TakeLost());
        }
        catch (Exception e)
        {
            // The type only: a message may quote the record. That one is lost.
            LogRestarted(e.GetType().FullName!);
            metrics.AuditWriterRestarted();
            log.Lost(1);
        }
    }

    private void Sign(bool last)
    {
        try
        {
            batch.Close(log.TakeLost(), last);
            Flush();
        }
        catch (Exception e)
        {
            LogRestarted(e.GetType().FullName!);
            metrics.AuditWriterRestarted();
            _failing = true;
        }
    }

    private void Flush()
    {
        if (batch.Text.IsEmpty) return;
        try
        {
            sink.Write(batch.Text);
            batch.Committed();
            log.Written();
            if (_failing) LogRecovered();
            _failing = false;
        }
        catch (Exception e)
        {
            // Once, not for each batch: a full disk must not fill the log as well.
            if (!_failing) LogFailed(e);
            _failing = true;
            if (batch.Count > 0) log.Lost(batch.Count);
            batch.Abandon();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log cannot be written; records are dropped and counted until it can")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit writer failed ({Kind}) at one record and goes on with the next; that one is lost and counted")]
    private partial void LogRestarted(string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log is written again")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Error, Message = "Stopped with {Count} audit records unwritten")]
    private partial void LogUnwritten(int count);
}
