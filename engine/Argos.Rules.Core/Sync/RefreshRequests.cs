using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Hosting.Queues;

namespace Argos.Rules.Core.Sync;

/// <summary>
/// What the engine wants fetched at the origin: a key set with an unknown key, a pod that a decision waits for. Every source that asks
/// gets each request once, whether it waits for one or declares its set. Never more than a few: what is dropped is asked for again. The
/// namespaces share the places: one for which many wait must not keep another's pod from being asked for.
/// </summary>
internal sealed class RefreshRequests : IOrigin
{
    private const int Maximum = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PendingRequest> _sources = new(StringComparer.Ordinal);
    private readonly PendingRequest _early = new();
    private readonly Absences _absences = new();
    private long _asked;

    /// <summary>Those who wait to hear that something does not exist.</summary>
    public Absences Absences => _absences;

    /// <summary>Asks for a path such as <c>kubernetes/keys</c>.</summary>
    public void Request(string path)
    {
        lock (_lock) Add(path);
    }

    /// <inheritdoc/>
    public Task AskAsync(DataPath path, CancellationToken cancellation)
    {
        lock (_lock)
        {
            Add(path.ToString());
            // INVARIANT: numbered before any source can be given it.
            return _absences.WaitAsync(path, _asked, cancellation);
        }
    }

    /// <summary>What has been asked for since this source asked last.</summary>
    public RefreshQuestion Take(string source)
    {
        lock (_lock) return new RefreshQuestion(++_asked, Of(source).Take());
    }

    /// <summary>As <see cref="Take"/>, but waits a while when nothing has been asked for.</summary>
    /// <exception cref="OperationCanceledException">The source has gone, or the engine stops.</exception>
    public async Task<RefreshQuestion> TakeAsync(string source, TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
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

    private void Add(string path)
    {
        if (_sources.Count == 0) _early.Add(path);
        foreach (var pending in _sources.Values) pending.Add(path);
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
        private readonly RoundRobin<string> _paths = new(Maximum);

        public TaskCompletionSource Arrived { get; private set; } = NewSignal();

        public void Add(string path)
        {
            // What stands above the last name: the namespace of an object.
            _paths.Add(path[..Math.Max(0, path.LastIndexOf('/'))], path, out _);
            Arrived.TrySetResult();
        }

        public ImmutableArray<string> Take()
        {
            if (_paths.Count == 0) return [];
            ImmutableArray<string> paths = [.. _paths.TakeAll()];
            Arrived = NewSignal();
            return paths;
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
