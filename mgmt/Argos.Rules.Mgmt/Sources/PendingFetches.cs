using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>Pods that decisions wait for, each once and never more than a few: what is left out comes with the watch.</summary>
internal sealed class PendingFetches
{
    private const int Maximum = 256;

    private readonly Lock _lock = new();
    private readonly Queue<ObjectName> _names = new();
    private readonly HashSet<ObjectName> _waiting = [];
    private readonly AsyncAutoResetEvent _signal = new();
    private long _fetches;
    private long _found;

    /// <summary>How often a pod was asked for at the API server.</summary>
    public long Fetches => Interlocked.Read(ref _fetches);

    /// <summary>How often the answer was a pod that the watch had not brought yet.</summary>
    public long Found => Interlocked.Read(ref _found);

    public void Add(ObjectName name)
    {
        lock (_lock)
        {
            if (_names.Count == Maximum || !_waiting.Add(name)) return;
            _names.Enqueue(name);
        }
        _signal.Raise();
    }

    /// <summary>The one that has waited longest.</summary>
    public async Task<ObjectName> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryNext() is { } name) return name;
            await _signal.WaitAsync(cancellationToken);
        }
    }

    public void Fetched(bool found)
    {
        Interlocked.Increment(ref _fetches);
        if (found) Interlocked.Increment(ref _found);
    }

    private ObjectName? TryNext()
    {
        lock (_lock)
        {
            if (!_names.TryDequeue(out var name)) return null;
            _waiting.Remove(name);
            return name;
        }
    }
}
