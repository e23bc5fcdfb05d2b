using System.Buffers;
using System.Text.Json;
using Argos.Rules.Engine.Telemetry;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// Writes the queued records. It is stopped after the listeners, and then writes what is left before it ends. Whatever goes wrong with a
/// record, it goes on with the next one, and says so.
/// </summary>
internal sealed partial class AuditWriter(AuditLog log, AuditSink sink, EngineMetrics metrics, TimeProvider time, ILogger<AuditWriter> logger) : IHostedService, IDisposable
{
    private const int BatchBytes = 32 * 1024;
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    // Each write wakes a thread and calls the operating system: under load that costs more than the record.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private ArrayBufferWriter<byte> _batch = new(2 * BatchBytes);
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private readonly Utf8JsonWriter _json = new(Stream.Null);
    private int _batched;
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

    public void Dispose()
    {
        _stopping.Dispose();
        _json.Dispose();
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            try
            {
                await WriteAsync();
                return;
            }
            catch (Exception e)
            {
                // The type only: a message may quote the record. That one is lost, and what was gathered with it.
                LogRestarted(e.GetType().FullName!);
                metrics.AuditWriterRestarted();
                log.Lost(_batched + 1);
                _batch = new ArrayBufferWriter<byte>(2 * BatchBytes);
                _batched = 0;
            }
        }
    }

    private async Task WriteAsync()
    {
        while (await log.WaitAsync())
        {
            await GatherAsync();
            while (log.TryTake(out var record)) Take(record);
            Flush();
        }
    }

    private async Task GatherAsync()
    {
        // Without the exception that a cancelled delay is.
        await Task.Delay(Gathering, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Take(AuditRecord record)
    {
        AuditJson.Write(_batch, _json, record);
        _batched++;
        if (_batch.WrittenCount >= BatchBytes) Flush();
    }

    private void Flush()
    {
        if (_batched == 0) return;
        try
        {
            sink.Write(_batch.WrittenSpan);
            log.Written();
            if (_failing) LogRecovered();
            _failing = false;
        }
        catch (Exception e)
        {
            // Once, not for each batch: a full disk must not fill the log as well.
            if (!_failing) LogFailed(e);
            _failing = true;
            log.Lost(_batched);
        }
        _batch.ResetWrittenCount();
        _batched = 0;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log cannot be written; records are dropped and counted until it can")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit writer failed ({Kind}) and restarts; the records in its hands are lost and counted")]
    private partial void LogRestarted(string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log is written again")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Error, Message = "Stopped with {Count} audit records unwritten")]
    private partial void LogUnwritten(int count);
}
