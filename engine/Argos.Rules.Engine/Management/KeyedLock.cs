namespace Argos.Rules.Engine.Management;

/// <summary>Lets those with the same key in one after the other, in the order they came.</summary>
internal sealed class KeyedLock
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Runs work after all work for the same key that came before.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone before its turn came; its work is not run.</exception>
    public async Task<T> RunAsync<T>(string key, Func<Task<T>> work, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock)
        {
            before = _last.GetValueOrDefault(key, Task.CompletedTask);
            _last[key] = done.Task;
        }
        try
        {
            await before.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Whoever comes after still waits for whoever came before.
            _ = LeaveAsync(key, before, done);
            throw;
        }
        try
        {
            return await work();
        }
        finally
        {
            Leave(key, done);
        }
    }

    private async Task LeaveAsync(string key, Task before, TaskCompletionSource done)
    {
        await before;
        Leave(key, done);
    }

    private void Leave(string key, TaskCompletionSource done)
    {
        lock (_lock)
        {
            if (_last[key] == done.Task) _last.Remove(key);
        }
        done.SetResult();
    }
}
