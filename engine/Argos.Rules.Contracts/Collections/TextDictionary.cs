using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Argos.Rules.Contracts.Collections;

/// <summary>Texts by texts, for example labels. It never changes, its keys are exact, and it is walked over in their ordinal order.</summary>
public sealed class TextDictionary : IReadOnlyDictionary<string, string>
{
    private readonly KeyValuePair<string, string>[] _entries;

    private TextDictionary(KeyValuePair<string, string>[] entries) => _entries = entries;

    /// <summary>The map without entries.</summary>
    public static TextDictionary Empty { get; } = new([]);

    /// <summary>How many entries it has.</summary>
    public int Count => _entries.Length;

    /// <summary>The keys, in order.</summary>
    public FixedList<string> Keys => FixedList.Take(Array.ConvertAll(_entries, static entry => entry.Key));

    /// <summary>The values, in the order of their keys.</summary>
    public FixedList<string> Values => FixedList.Take(Array.ConvertAll(_entries, static entry => entry.Value));

    IEnumerable<string> IReadOnlyDictionary<string, string>.Keys => Keys;

    IEnumerable<string> IReadOnlyDictionary<string, string>.Values => Values;

    string IReadOnlyDictionary<string, string>.this[string key] => this[key]!;

    /// <summary>The value of a key; <see langword="null"/> when it is not there.</summary>
    public string? this[string key] => GetValueOrDefault(key);

    /// <summary>Makes a map; of two entries with one key the later one counts.</summary>
    public static TextDictionary From(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var sorted = new SortedList<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in entries) sorted[key] = value;
        return sorted.Count == 0 ? Empty : new TextDictionary([.. sorted]);
    }

    /// <summary>Whether there is such a key.</summary>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _entries[index].Value : null;
        return index >= 0;
    }

    /// <summary>The value of a key; <see langword="null"/> when it is not there.</summary>
    public string? GetValueOrDefault(string key) => TryGetValue(key, out var value) ? value : null;

    /// <summary>The value of a key, or the other one when it is not there.</summary>
    public string GetValueOrDefault(string key, string otherwise) => TryGetValue(key, out var value) ? value : otherwise;

    /// <summary>Walks over the entries, in the order of their keys.</summary>
    public Enumerator GetEnumerator() => new(_entries);

    IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    private int IndexOf(string? key)
    {
        var (low, high) = (0, _entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_entries[middle].Key, key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    /// <summary>What <c>foreach</c> walks with.</summary>
    public struct Enumerator
    {
        private readonly KeyValuePair<string, string>[] _entries;
        private int _index;

        internal Enumerator(KeyValuePair<string, string>[] entries) => (_entries, _index) = (entries, -1);

        /// <summary>The entry that the walk is at.</summary>
        public readonly KeyValuePair<string, string> Current => _entries[_index];

        /// <summary>Goes to the next entry; <see langword="false"/> when there is none.</summary>
        public bool MoveNext() => ++_index < _entries.Length;
    }
}
