using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Documents;

/// <summary>The pinned certificates in use, read once for each content of a document.</summary>
internal sealed class PinnedCertificates
{
    // Paths come from policies, which may build them from what they are sent.
    private const int MaximumPaths = 16;

    private readonly ConcurrentDictionary<string, PinSet> _byPath = new(StringComparer.Ordinal);

    /// <summary>The certificates of a document; <see langword="null"/> when there is none or it has no usable one.</summary>
    public PinSet? Of(string path, DataValue document)
    {
        if (!document.IsObject) return null;
        var text = JsonMarshal.GetRawUtf8Value(document.Element);
        if (!_byPath.TryGetValue(path, out var set) || !set.IsFrom(text))
        {
            set = PinSet.Read(document.Element, text);
            if (_byPath.Count >= MaximumPaths) _byPath.Clear();
            _byPath[path] = set;
        }
        return set.IsUsable ? set : null;
    }
}
