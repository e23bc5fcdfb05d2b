using System.Collections.Immutable;

namespace Argos.Rules.Core.Sync;

/// <summary>
/// What the engine wants fetched at the origin: a key set with an unknown key, a pod that a decision waits for. Every source that asks
/// gets each request once, whether it waits for one or declares its set. Never more than a few: what is dropped is asked for again.
/// </summary>
internal sealed class RefreshRequests
{
    private const int Maximum = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PendingRequest> _sources = new(StringComparer.Ordinal);
    private readonly PendingRequest _early = new();

    /// <summary>Asks for a path such as <c>kubernetes/keys</c>.</summary>
    public void Request(string path)
    {
        lock (_lock)
        {
            if (_sources.Count == 0) _early.Add(path);
            foreach (var pending in _sources.Values) pending.Add(path);
        }
    }

    /// <summary>What has been asked for since this source was told last.</summary>
    public ImmutableArray<string> Take(string source)
    {
        lock (_lock) return Of(source).Take();
    }

    /// <summary>As <see cref="Take"/>, but waits a while when nothing has been asked for.</summary>
    /// <exception cref="OperationCanceledException">The source has gone, or the engine stops.</exception>
    public async Task<ImmutableArray<string>> TakeAsync(string source, TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        Task arrival;
        lock (_lock) arrival = Of(source).Arrived.Task;
        try
        {
            await arrival.WaitAsync(atMost, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Nothing is an answer too: the source asks again.
        }
        return Take(source);
    }

    private PendingRequest Of(string source)
    {
        if (_sources.TryGetValue(source, out var pending)) return pending;
        pending = _sources[source] = new PendingRequest();
        foreach (var path in _early.Take()) pending.Add(path);
        return pending;
    }

    private sealed class PendingRequest
    {
        private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);

        public TaskCompletionSource Arrived { get; private set; } = NewSignal();

        public void Add(string path)
        {
            if (_paths.Count == Maximum) return;
            _paths.Add(path);
            Arrived.TrySetResult();
        }

        public ImmutableArray<string> Take()
        {
            if (_paths.Count == 0) return [];
            ImmutableArray<string> paths = [.. _paths];
            _paths.Clear();
            Arrived = NewSignal();
            return paths;
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
