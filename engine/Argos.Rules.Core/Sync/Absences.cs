using System.Runtime.InteropServices;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Sync;

/// <summary>
/// Those who wait for an object, to be woken when its origin says that there is none. Nothing is remembered: who begins to wait later
/// is answered by a later question only, so that no old "no" meets an object that has come to be since.
/// </summary>
internal sealed class Absences
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DataPath, HashSet<Waiter>> _waiting = [];

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get { lock (_lock) return _waiting.Values.Sum(static waiters => waiters.Count); }
    }

    /// <summary>Waits from now on, which is when this is called and not when the task is awaited.</summary>
    /// <param name="path">For what.</param>
    /// <param name="asked">The number of the last question before.</param>
    /// <param name="cancellation">Waits no longer.</param>
    public Task WaitAsync(DataPath path, long asked, CancellationToken cancellation)
    {
        var waiter = new Waiter(asked);
        lock (_lock) (CollectionsMarshal.GetValueRefOrAddDefault(_waiting, path, out _) ??= []).Add(waiter);
        return UntilAsync(path, waiter, cancellation);
    }

    /// <summary>There is no such object.</summary>
    /// <param name="path">Which.</param>
    /// <param name="asked">The number of the question after which its origin was asked.</param>
    public void Report(DataPath path, long asked)
    {
        lock (_lock)
        {
            foreach (var waiter in _waiting.GetValueOrDefault(path) ?? [])
            {
                if (waiter.Asked < asked) waiter.Arrived.TrySetResult();
            }
        }
    }

    private async Task UntilAsync(DataPath path, Waiter waiter, CancellationToken cancellation)
    {
        try
        {
            await waiter.Arrived.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock)
            {
                if (_waiting.TryGetValue(path, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0) _waiting.Remove(path);
            }
        }
    }

    private sealed class Waiter(long asked)
    {
        public long Asked => asked;

        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
