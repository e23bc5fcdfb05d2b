using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Engine.Decisions;

namespace Argos.Rules.Engine.Sync;

/// <summary>
/// What the engine wants fetched at the origin: a key set with an unknown key, a pod that a decision waits for. Every source that asks
/// is told each request once, whether it waits for one or declares its set. Never more than a few: what is dropped is asked for again.
/// </summary>
internal sealed class RefreshRequests : IOrigin
{
    private const int Maximum = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Wanted> _sources = new(StringComparer.Ordinal);
    private readonly Wanted _early = new();
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

    /// <summary>What has been asked for since this source was told last.</summary>
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
        foreach (var wanted in _sources.Values) wanted.Add(path);
    }

    private Wanted Of(string source)
    {
        if (_sources.TryGetValue(source, out var wanted)) return wanted;
        wanted = _sources[source] = new Wanted();
        foreach (var path in _early.Take()) wanted.Add(path);
        return wanted;
    }

    private sealed class Wanted
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
