using System.Collections.Immutable;
using System.Text;

namespace Argos.Rules.Sandbox.Tracing;

/// <summary>
/// Records one evaluation of a traced policy: the first events in order, and how often each place was reached. It charges
/// nothing to the policy's budget, so that a traced policy uses the same steps and bytes; it has limits of its own instead.
/// </summary>
internal sealed class TraceRecorder(ImmutableArray<TracePoint> sites, SecretMask mask)
{
    /// <summary>The most events that are kept.</summary>
    public const int MaximumEvents = 1000;

    private const int MaximumSlots = 64;

    private readonly List<TraceEvent> _events = [];
    private readonly Dictionary<int, string?[]> _noted = [];
    private readonly ValueText _text = new(mask);
    private readonly int[] _hits = new int[sites.Length];
    private readonly int[] _passes = new int[sites.Length];

    public IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>Whether there were more events than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>How often each place was reached.</summary>
    public IReadOnlyList<int> Hits => _hits;

    /// <summary>How often each condition held.</summary>
    public IReadOnlyList<int> Passes => _passes;

    public void Reached(int site)
    {
        if (!Counted(site) || sites[site].Kind == TraceKind.Line) return;
        if (HasRoom()) _events.Add(new TraceEvent(site, null, null));
    }

    public void Decided(int site, bool value)
    {
        if (!Counted(site)) return;
        if (value) _passes[site]++;
        if (!HasRoom()) return;
        _events.Add(new TraceEvent(site, value, Compared(site)));
    }

    public void Noted(int site, int slot, object? value)
    {
        if ((uint)site >= (uint)_hits.Length || _events.Count >= MaximumEvents) return;
        var slots = sites[site].Parts.Length - 1;
        if ((uint)slot >= (uint)slots || slots > MaximumSlots) return;
        if (!_noted.TryGetValue(site, out var values)) _noted.Add(site, values = new string?[slots]);
        values[slot] = _text.Of(value);
    }

    public void Gave(int site, object? value)
    {
        if (Counted(site) && HasRoom()) _events.Add(new TraceEvent(site, null, _text.Of(value)));
    }

    // The numbers come from an image: one that lies is ignored.
    private bool Counted(int site)
    {
        if ((uint)site >= (uint)_hits.Length) return false;
        _hits[site]++;
        return true;
    }

    private bool HasRoom()
    {
        if (_events.Count < MaximumEvents) return true;
        IsCut = true;
        return false;
    }

    /// <summary>The text of the condition with the values in the place of what made them.</summary>
    private string? Compared(int site)
    {
        if (!_noted.Remove(site, out var values)) return null;
        var parts = sites[site].Parts;
        var text = new StringBuilder(parts[0]);
        for (var i = 0; i < values.Length; i++) text.Append(values[i] ?? "?").Append(parts[i + 1]);
        return text.ToString();
    }
}
