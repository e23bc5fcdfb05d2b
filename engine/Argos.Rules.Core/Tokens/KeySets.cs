using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Tokens;

/// <summary>The key sets in use, read once for each content of a document.</summary>
internal sealed class KeySets
{
    // Paths come from policies, which may build them from what they are sent.
    private const int MaximumPaths = 256;

    private readonly ConcurrentDictionary<string, KeySet> _byPath = new(StringComparer.Ordinal);

    /// <summary>The key set of a document; <see langword="null"/> when there is none or it has no usable key.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="document">What is there in the snapshot of the decision.</param>
    public KeySet? Of(string path, DataValue document)
    {
        if (!document.IsObject) return null;
        // The text is compared, not the place in memory: it is short, equal most of the time, and never wrong.
        var text = JsonMarshal.GetRawUtf8Value(document.Element);
        if (!_byPath.TryGetValue(path, out var set) || !set.IsFrom(text))
        {
            set = KeySet.Read(document.Element, text);
            if (_byPath.Count >= MaximumPaths) _byPath.Clear();
            _byPath[path] = set;
        }
        return set.Count == 0 ? null : set;
    }
}
