namespace Argos.Rules.Engine.Management;

/// <summary>Lets those with the same key in one after the other, in the order they came.</summary>
internal sealed class KeyedLock
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Runs work after all work for the same key that came before.</summary>
    public async Task<T> RunAsync<T>(string key, Func<Task<T>> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock)
        {
            before = _last.GetValueOrDefault(key, Task.CompletedTask);
            _last[key] = done.Task;
        }
        await before;
        try
        {
            return await work();
        }
        finally
        {
            lock (_lock)
            {
                if (_last[key] == done.Task) _last.Remove(key);
            }
            done.SetResult();
        }
    }
}
