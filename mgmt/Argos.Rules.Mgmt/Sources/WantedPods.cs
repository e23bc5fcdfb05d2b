using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>Pods that decisions wait for, each once and never more than a few: what is left out comes with the watch.</summary>
internal sealed class WantedPods
{
    private const int Most = 256;

    private readonly Lock _lock = new();
    private readonly Queue<ObjectName> _names = new();
    private readonly Dictionary<ObjectName, WantedPod> _waiting = [];
    private readonly Signal _signal = new();
    private long _fetches;
    private long _found;

    /// <summary>How often a pod was asked for at the API server.</summary>
    public long Fetches => Interlocked.Read(ref _fetches);

    /// <summary>How often the answer was a pod that the watch had not brought yet.</summary>
    public long Found => Interlocked.Read(ref _found);

    /// <summary>Those that the API server does not have, to be reported to the engine.</summary>
    public AbsentPods Absent { get; } = new();

    /// <summary>A pod is wanted; when it is already, for the newer question as well.</summary>
    public void Add(WantedPod pod)
    {
        lock (_lock)
        {
            if (!_waiting.ContainsKey(pod.Name))
            {
                if (_names.Count == Most) return;
                _names.Enqueue(pod.Name);
            }
            _waiting[pod.Name] = pod;
        }
        _signal.Raise();
    }

    /// <summary>The one that has waited longest.</summary>
    public async Task<WantedPod> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryNext() is { } pod) return pod;
            await _signal.WaitAsync(cancellationToken);
        }
    }

    public void Fetched(bool found)
    {
        Interlocked.Increment(ref _fetches);
        if (found) Interlocked.Increment(ref _found);
    }

    private WantedPod? TryNext()
    {
        lock (_lock) return _names.TryDequeue(out var name) && _waiting.Remove(name, out var pod) ? pod : null;
    }
}
