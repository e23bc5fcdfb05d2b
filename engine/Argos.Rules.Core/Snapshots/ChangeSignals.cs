using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Snapshots;

/// <summary>
/// Wakes those who wait for a path. It remembers no change: whether there was one between taking a snapshot and beginning to wait is seen by comparing that
/// snapshot with the newest.
/// </summary>
internal sealed class ChangeSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DataPath, Waiters> _waiting = [];
    private readonly int[] _waitingAtDepth = new int[DataPath.MaximumDepth + 1];

    public async Task WaitAsync(DataPath key, Snapshot since, SnapshotStore store, CancellationToken cancellation)
    {
        Waiters waiters;
        lock (_lock)
        {
            // A change that is not seen here wakes: it is installed before it is reported.
            if (!store.Current.IsSameAt(key, since)) return;
            waiters = Join(key);
        }
        try
        {
            await waiters.Signal.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock) Leave(key, waiters);
        }
    }

    public void Changed(ImmutableArray<DataPath> touched)
    {
        lock (_lock)
        {
            foreach (var path in touched) Wake(path);
        }
    }

    private void Wake(DataPath touched)
    {
        var depth = touched.Segments.Length;
        for (var length = depth; length >= 0; length--)
        {
            if (_waitingAtDepth[Math.Min(length, DataPath.MaximumDepth)] > 0) Wake(_waiting.GetValueOrDefault(new DataPath(touched.Segments[..length])));
        }
        if (!_waitingAtDepth.AsSpan(Math.Min(depth + 1, _waitingAtDepth.Length)).ContainsAnyExcept(0)) return;
        foreach (var (key, waiters) in _waiting)
        {
            if (key.StartsWith(touched)) Wake(waiters);
        }
    }

    private static void Wake(Waiters? waiters) => waiters?.Signal.TrySetResult();

    private Waiters Join(DataPath key)
    {
        if (!_waiting.TryGetValue(key, out var waiters) || waiters.Signal.Task.IsCompleted)
        {
            if (waiters is null) _waitingAtDepth[Depth(key)]++;
            _waiting[key] = waiters = new Waiters();
        }
        waiters.Count++;
        return waiters;
    }

    private void Leave(DataPath key, Waiters waiters)
    {
        if (--waiters.Count > 0 || !_waiting.TryGetValue(key, out var present) || present != waiters) return;
        _waiting.Remove(key);
        _waitingAtDepth[Depth(key)]--;
    }

    private static int Depth(DataPath path) => Math.Min(path.Segments.Length, DataPath.MaximumDepth);

    private sealed class Waiters
    {
        public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
