using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Documents;

/// <summary>
/// Remembers which documents have been verified, because an instance shows the same one with every refresh. In two halves: when the
/// young one is full it becomes the old one, and the old one is forgotten.
/// </summary>
internal sealed class VerifiedDocuments(int maximum)
{
    private readonly Lock _lock = new();
    private Dictionary<VerifiedDocumentKey, DocumentCheck> _young = [];
    private Dictionary<VerifiedDocumentKey, DocumentCheck> _old = [];

    public int Count
    {
        get
        {
            lock (_lock) return _young.Count + _old.Count;
        }
    }

    public DocumentCheck? Find(in VerifiedDocumentKey key)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var check)) return check;
            if (!_old.Remove(key, out check)) return null;
            Keep(key, check);
            return check;
        }
    }

    public void Add(in VerifiedDocumentKey key, DocumentCheck check)
    {
        lock (_lock) Keep(key, check);
    }

    private void Keep(in VerifiedDocumentKey key, DocumentCheck check)
    {
        if (2 * (_young.Count + 1) > maximum)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }
        _young[key] = check;
    }
}

/// <summary>Names a document verified with certain certificates.</summary>
/// <param name="HashHigh">The first half of the SHA-256 over document and signature.</param>
/// <param name="HashLow">The second half.</param>
/// <param name="Generation">The certificates.</param>
internal readonly record struct VerifiedDocumentKey(UInt128 HashHigh, UInt128 HashLow, UInt128 Generation);
