using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Engine.Snapshots;

/// <summary>
/// Wakes those who wait for a path. It remembers the latest changes, so that a change between taking a snapshot and beginning
/// to wait is not lost; who has waited for longer than it remembers is woken once too often instead.
/// </summary>
internal sealed class ChangeSignals
{
    private const int Remembered = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<(long Revision, ImmutableArray<DataPath> Touched)> _changes = new(Remembered);
    private readonly Dictionary<DataPath, Waiters> _waiting = [];
    private readonly int[] _waitingAtDepth = new int[DataPath.MaximumDepth + 1];
    private long _forgotten;

    public async Task WaitAsync(DataPath key, long sinceRevision, CancellationToken cancellation)
    {
        Waiters waiters;
        lock (_lock)
        {
            if (HasChanged(key, sinceRevision)) return;
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

    public void Changed(long revision, ImmutableArray<DataPath> touched)
    {
        lock (_lock)
        {
            if (_changes.Count == Remembered) _forgotten = _changes.Dequeue().Revision;
            _changes.Enqueue((revision, touched));
            foreach (var path in touched) Wake(path);
        }
    }

    private bool HasChanged(DataPath key, long sinceRevision)
    {
        if (sinceRevision < _forgotten) return true;
        foreach (var (revision, touched) in _changes)
        {
            if (revision > sinceRevision && touched.Any(path => Concerns(path, key))) return true;
        }
        return false;
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

    private static bool Concerns(DataPath touched, DataPath key) => key.StartsWith(touched) || touched.StartsWith(key);

    private static int Depth(DataPath path) => Math.Min(path.Segments.Length, DataPath.MaximumDepth);

    private sealed class Waiters
    {
        public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
