namespace Argos.Rules.Cli.Playground.Sessions;

/// <summary>Lets so many runs go on at the same time, and so many wait.</summary>
internal sealed class RunSlots(int running, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _running = new(running);
    private int _present;

    /// <summary>Waits for a turn.</summary>
    /// <returns>What gives it back; <see langword="null"/> when too many wait already.</returns>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _present) > running + waiting)
        {
            Interlocked.Decrement(ref _present);
            return null;
        }
        try
        {
            await _running.WaitAsync(cancellation);
        }
        catch
        {
            Interlocked.Decrement(ref _present);
            throw;
        }
        return new Turn(this);
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
