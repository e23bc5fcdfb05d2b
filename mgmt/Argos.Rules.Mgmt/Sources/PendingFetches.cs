using Argos.Rules.Hosting.Queues;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>
/// Pods that decisions wait for, each once and never more than a few: what is left out comes with the watch. Namespaces take turns: one
/// that asks for many must not delay another's.
/// </summary>
internal sealed class PendingFetches
{
    private const int Maximum = 256;

    private readonly Lock _lock = new();
    private readonly RoundRobin<ObjectName> _names = new(Maximum);
    private readonly Dictionary<ObjectName, PendingFetch> _waiting = [];
    private readonly AsyncAutoResetEvent _signal = new();
    private long _fetches;
    private long _found;

    /// <summary>How often a pod was asked for at the API server.</summary>
    public long Fetches => Interlocked.Read(ref _fetches);

    /// <summary>How often the answer was a pod that the watch had not brought yet.</summary>
    public long Found => Interlocked.Read(ref _found);

    /// <summary>Those that the API server does not have, to be reported to the engine.</summary>
    public AbsentPods Absent { get; } = new();

    /// <summary>A pod is wanted; when it is already, for the newer question as well.</summary>
    public void Add(PendingFetch pod)
    {
        lock (_lock)
        {
            _waiting[pod.Name] = pod;
            if (!_names.Add(pod.Name.Namespace, pod.Name, out var dropped)) _waiting.Remove(dropped);
        }
        _signal.Raise();
    }

    /// <summary>The one that has waited longest in the namespace whose turn it is.</summary>
    public async Task<PendingFetch> NextAsync(CancellationToken cancellationToken)
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

    private PendingFetch? TryNext()
    {
        lock (_lock) return _names.TryTake(out var name) && _waiting.Remove(name, out var pod) ? pod : null;
    }
}
