using System.Collections.Concurrent;

namespace Argos.Rules.Core.Telemetry;

/// <summary>Keeps the first distinct values of a label; later ones become <c>other</c>, so that no author of a policy can make series without end.</summary>
internal sealed class BoundedLabels(int maximum)
{
    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);
    private int _count;

    public string Bound(string value)
    {
        if (_known.ContainsKey(value)) return value;
        if (Volatile.Read(ref _count) >= maximum) return "other";
        if (_known.TryAdd(value, 0)) Interlocked.Increment(ref _count);
        return value;
    }
}
