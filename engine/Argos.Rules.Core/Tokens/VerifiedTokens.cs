namespace Argos.Rules.Core.Tokens;

/// <summary>
/// Remembers whose signature has been verified, because the same token comes again with every refresh of its life.
/// INVARIANT: only good signatures are here, under the hash of the whole token and the generation of the keys; the text of a
/// token is not kept, and nothing that depends on the time or on an expectation is.
/// </summary>
/// <remarks>
/// Two halves: when the young one is full it becomes the old one, and the old one is forgotten; what is found in the old one is
/// young again. So the tokens in use stay, each step costs the same, and nothing has to sort the rest, as a MemoryCache at its
/// limit does: with every token new that took 4 to 7 µs of processor time more for each.
/// </remarks>
internal sealed class VerifiedTokens(long maximumBytes)
{
    // What an entry weighs beside the claims' text: key, record, strings, the index of the JSON document.
    private const int Overhead = 1536;

    private readonly Lock _lock = new();
    private Dictionary<VerifiedTokenKey, Entry> _young = [];
    private Dictionary<VerifiedTokenKey, Entry> _old = [];
    private long _youngBytes;

    public int Count
    {
        get
        {
            lock (_lock) return _young.Count + _old.Count;
        }
    }

    public TokenClaims? Find(in VerifiedTokenKey key)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var entry)) return entry.Claims;
            if (!_old.Remove(key, out entry)) return null;
            Add(key, entry);
            return entry.Claims;
        }
    }

    public void Add(in VerifiedTokenKey key, TokenClaims claims, int payloadBytes)
    {
        lock (_lock) Add(key, new Entry(claims, Overhead + (2 * payloadBytes)));
    }

    public void Clear()
    {
        lock (_lock)
        {
            (_young, _old, _youngBytes) = ([], [], 0);
        }
    }

    private void Add(in VerifiedTokenKey key, in Entry entry)
    {
        if (2L * entry.Bytes > maximumBytes) return;
        if (2L * (_youngBytes + entry.Bytes) > maximumBytes)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
            _youngBytes = 0;
        }
        if (_young.TryAdd(key, entry)) _youngBytes += entry.Bytes;
    }

    private readonly record struct Entry(TokenClaims Claims, int Bytes);
}

/// <summary>Names a token verified with certain keys.</summary>
/// <param name="HashHigh">The first half of the token's SHA-256.</param>
/// <param name="HashLow">The second half.</param>
/// <param name="Generation">The keys.</param>
internal readonly record struct VerifiedTokenKey(UInt128 HashHigh, UInt128 HashLow, UInt128 Generation);
