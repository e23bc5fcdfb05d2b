using System.Threading.Channels;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>Pods that decisions wait for and the API server does not have. Never more than a few wait to be reported: without a report a decision waits longer.</summary>
internal sealed class AbsentPods
{
    private const int Maximum = 256;

    private readonly Channel<PendingFetch> _pods =
        Channel.CreateBounded<PendingFetch>(new BoundedChannelOptions(Maximum) { FullMode = BoundedChannelFullMode.DropOldest });
    private long _reported;

    /// <summary>How many were reported to the engine.</summary>
    public long Reported => Interlocked.Read(ref _reported);

    public void Add(PendingFetch pod) => _pods.Writer.TryWrite(pod);

    /// <summary>All that are to be reported to one engine, as soon as there is one.</summary>
    public async Task<IReadOnlyList<PendingFetch>> NextAsync(CancellationToken cancellationToken)
    {
        var first = await _pods.Reader.ReadAsync(cancellationToken);
        var all = new List<PendingFetch> { first };
        while (_pods.Reader.TryPeek(out var next) && next.EngineId == first.EngineId && _pods.Reader.TryRead(out var taken)) all.Add(taken);
        return all;
    }

    public void ReportedToEngine(int pods) => Interlocked.Add(ref _reported, pods);
}
