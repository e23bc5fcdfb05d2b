using Microsoft.Extensions.Logging;

namespace Argos.Rules.Core.Processes;

/// <summary>
/// Keeps one child process: starts it when it is needed, holds one conversation at a time, kills it when that takes longer than it may, and starts another
/// one. Who gives up leaves only the queue: what was begun goes on to its end or its limit, and harms nobody else's. A process that nobody
/// asked for a while is ended, so that its memory is given back.
/// </summary>
internal sealed partial class ChildHost(ChildSettings settings, int maximumBytes, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>So many times the processor time may pass on the wall: on a busy machine, or one with a limit, a child is waited for longer.</summary>
    public const int WallFactor = 12;

    private const int MaximumWaiting = 64;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess? _child;
    private ITimer? _idle;
    private int _waiting;
    private bool _disposed;

    /// <summary>The process that runs now; <see langword="null"/> when there is none.</summary>
    public int? ProcessId => _child?.Id;

    /// <summary>Starts the process, so that the first who needs it does not wait for it.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public async Task WarmAsync(CancellationToken cancellation)
    {
        await EnterAsync(cancellation);
        try
        {
            await ChildAsync();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Holds a conversation.</summary>
    /// <param name="conversation">What is asked.</param>
    /// <param name="limit">How much processor time it may take; on the wall, <see cref="WallFactor"/> times as much.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The process cannot be started, or too many wait for it.</exception>
    public async Task<ChildResult<T>> RunAsync<T>(IConversation<T> conversation, TimeSpan limit, CancellationToken cancellation) where T : class
    {
        await EnterAsync(cancellation);
        var work = Task.Run(() => InTurnAsync(conversation, limit), CancellationToken.None);
        // When the caller has gone, nobody else looks at how it ends.
        _ = work.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await work.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        // A container that knows it by two names does so twice.
        if (Interlocked.Exchange(ref _disposed, true)) return;
        await _stopping.CancelAsync();
        await _turn.WaitAsync();
        Drop();
        // Nobody else can arm it again: the turn is not given back.
        if (_idle is not null) await _idle.DisposeAsync();
        _turn.Dispose();
        _stopping.Dispose();
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaximumWaiting) throw new ChildBusyException(settings.Name);
            await _turn.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<ChildResult<T>> InTurnAsync<T>(IConversation<T> conversation, TimeSpan limit) where T : class
    {
        try
        {
            while (true)
            {
                var child = await ChildAsync();
                var wasFresh = child.Uses++ == 0;
                var result = await WithinLimitAsync(child, conversation, limit);
                if (result.End == ChildEnd.Answered)
                {
                    if (conversation.EndsProcess) Drop();
                    return result;
                }
                LogEnded(settings.Name, child.Id, result.End);
                Drop();
                // One that was there before may have died of what came before, or while nobody looked.
                if (wasFresh || result.End is ChildEnd.Exceeded or ChildEnd.Late) return result;
            }
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        if (_child is not null && !_stopping.IsCancellationRequested)
        {
            _idle ??= time.CreateTimer(static host => ((ChildHost)host!).EndIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _idle.Change(settings.IdleTimeout, Timeout.InfiniteTimeSpan);
        }
        _turn.Release();
    }

    private void EndIdle()
    {
        // Whoever has the turn begins the wait once more when it leaves.
        if (!_turn.Wait(0)) return;
        try
        {
            if (_child is null) return;
            LogIdle(settings.Name, _child.Id);
            Drop();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ChildResult<T>> WithinLimitAsync<T>(ChildProcess child, IConversation<T> conversation, TimeSpan limit) where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var (used, started) = (child.Used, time.GetTimestamp());
        var work = HoldAsync(child, conversation, stop.Token);
        while (!work.IsCompleted)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            await Task.WhenAny(work, Task.Delay(Look, time, pause.Token));
            await pause.CancelAsync();
            _stopping.Token.ThrowIfCancellationRequested();
            // One that has ended closes its pipes too: the conversation is about to end.
            if (work.IsCompleted || child.HasEnded) continue;
            var isExceeded = child.Used - used > limit;
            if (!isExceeded && time.GetElapsedTime(started) <= limit * WallFactor) continue;
            await stop.CancelAsync();
            await work.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return new ChildResult<T>(isExceeded ? ChildEnd.Exceeded : ChildEnd.Late, null);
        }
        if (await work is { } answer) return new ChildResult<T>(ChildEnd.Answered, answer);
        return new ChildResult<T>(await child.WasKilledAsync() ? ChildEnd.Killed : ChildEnd.Died, null);
    }

    private static async Task<T?> HoldAsync<T>(ChildProcess child, IConversation<T> conversation, CancellationToken cancellation) where T : class
    {
        try
        {
            return await conversation.HoldAsync(child, cancellation);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            return null;
        }
    }

    private async Task<ChildProcess> ChildAsync()
    {
        if (_child is not null) return _child;
        using var limit = new CancellationTokenSource(settings.StartTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            _child = await ChildProcess.StartAsync(settings, maximumBytes, both.Token);
            LogStarted(settings.Name, _child.Id);
            return _child;
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            throw new IOException($"{settings.Name} did not become ready in time");
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or InvalidDataException)
        {
            throw new IOException($"{settings.Name} cannot be started", problem);
        }
    }

    private void Drop()
    {
        _child?.Dispose();
        _child = null;
    }

    [LoggerMessage(LogLevel.Information, "Started {Name} as process {ProcessId}")]
    private partial void LogStarted(string name, int processId);

    [LoggerMessage(LogLevel.Information, "Ended {Name}, process {ProcessId}: nobody needed it; another one is started when it is needed")]
    private partial void LogIdle(string name, int processId);

    [LoggerMessage(LogLevel.Warning, "Ended {Name}, process {ProcessId}: {End}; another one is started when it is needed")]
    private partial void LogEnded(string name, int processId, ChildEnd end);
}
