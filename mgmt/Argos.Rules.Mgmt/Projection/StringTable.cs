using System.Collections.Concurrent;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// Numbered texts. A table only grows, up to a limit; beyond it nothing more is shared, which costs memory, never correctness. When it has long been full, of texts that
/// rollouts have left behind, a new one takes its place; the old one goes with the last object that was packed with it.
/// </summary>
internal sealed class StringTable
{
    /// <summary>The most texts: a number has 14 bits, and the last eight mean something else.</summary>
    public const int Maximum = 0x4000 - 8;

    /// <summary>How many texts must find no room before a table is replaced: many more than a first list of a large cluster has.</summary>
    public const int MaximumMissed = 16 * Maximum;

    private const int MinimumLength = 3;
    private const int MaximumLength = 1024;

    private static volatile StringTable _current = new(1);

    private readonly Lock _writing = new();
    private readonly byte[]?[] _texts = new byte[Maximum][];
    private readonly Dictionary<int, int> _numbers = [];
    private readonly int[] _seen = new int[4096];
    private readonly ConcurrentDictionary<(string Root, string Namespace), NamespaceKey> _keys = new();
    private int _missed;

    private StringTable(int generation) => Generation = generation;

    /// <summary>The table that new objects are packed with.</summary>
    public static StringTable Current => _current;

    /// <summary>Grows from table to table.</summary>
    public int Generation { get; }

    /// <summary>A namespace of a collection, whose objects are packed with this table: one object for all of them.</summary>
    public NamespaceKey KeyOf(string root, string @namespace) =>
        _keys.GetOrAdd((root, @namespace), static (key, table) => new NamespaceKey(table, key.Root, key.Namespace), this);

    /// <summary>The text of a number.</summary>
    public ReadOnlySpan<byte> Get(int number) => Volatile.Read(ref _texts[number]);

    /// <summary>The number of a text; <see langword="null"/> when it is not shared.</summary>
    /// <param name="text">The text.</param>
    /// <param name="always">Whether it is worth a number at its first sight, and not at its second.</param>
    public int? Find(ReadOnlySpan<byte> text, bool always)
    {
        if (text.Length is < MinimumLength or > MaximumLength) return null;
        var hash = new HashCode();
        hash.AddBytes(text);
        var key = hash.ToHashCode();
        lock (_writing)
        {
            // Of two texts with one hash the first has the number.
            if (_numbers.TryGetValue(key, out var known)) return text.SequenceEqual(_texts[known]) ? known : null;
            ref var seen = ref _seen[(uint)key % (uint)_seen.Length];
            if ((!always && seen != key) || _numbers.Count == Maximum)
            {
                if (_numbers.Count == Maximum) Miss();
                seen = key;
                return null;
            }
            var number = _numbers.Count;
            Volatile.Write(ref _texts[number], text.ToArray());
            _numbers.Add(key, number);
            return number;
        }
    }

    private void Miss()
    {
        if (++_missed == MaximumMissed && ReferenceEquals(_current, this)) _current = new StringTable(Generation + 1);
    }
}
