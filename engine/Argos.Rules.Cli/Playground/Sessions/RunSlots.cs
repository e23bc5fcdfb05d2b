namespace Argos.Rules.Cli.Playground.Sessions;

/// <summary>Lets so many runs go on at the same time, and so many wait, each only for a while.</summary>
internal sealed class RunSlots(int running, int waiting, TimeSpan patience, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _running = new(running);
    private int _present;

    /// <summary>Waits for a turn.</summary>
    /// <returns>What gives it back; <see langword="null"/> when too many wait already, or when none came in time.</returns>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _present) > running + waiting)
        {
            Interlocked.Decrement(ref _present);
            return null;
        }
        using var end = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
        try
        {
            await _running.WaitAsync(either.Token);
            return new Turn(this);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _present);
            if (cancellation.IsCancellationRequested) throw;
            return null;
        }
    }

    public void Dispose() => _running.Dispose();

    private void Leave()
    {
        Interlocked.Decrement(ref _present);
        _running.Release();
    }

    private sealed class Turn(RunSlots slots) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _left, true)) slots.Leave();
        }
    }
}
