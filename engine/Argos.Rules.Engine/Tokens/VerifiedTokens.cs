using Microsoft.Extensions.Caching.Memory;

namespace Argos.Rules.Engine.Tokens;

/// <summary>
/// Remembers whose signature has been verified, because the same token comes again with every refresh of its life.
/// INVARIANT: only good signatures are here, under the hash of the whole token and the generation of the keys; the text of a
/// token is not kept, and nothing that depends on the time or on an expectation is.
/// </summary>
internal sealed class VerifiedTokens(long maximumBytes) : IDisposable
{
    // What an entry weighs beside the claims' text: key, record, strings, the index of the JSON document.
    private const int Overhead = 1536;

    private static readonly TimeSpan Unused = TimeSpan.FromHours(1);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = maximumBytes, CompactionPercentage = 0.2 });

    public int Count => _cache.Count;

    public TokenClaims? Find(in VerifiedTokenKey key) => _cache.TryGetValue(key, out TokenClaims? claims) ? claims : null;

    public void Add(in VerifiedTokenKey key, TokenClaims claims, int payloadBytes) =>
        _cache.Set(key, claims, new MemoryCacheEntryOptions { Size = Overhead + (2 * payloadBytes), SlidingExpiration = Unused });

    public void Dispose() => _cache.Dispose();
}

/// <summary>Names a token verified with certain keys.</summary>
/// <param name="HashHigh">The first half of the token's SHA-256.</param>
/// <param name="HashLow">The second half.</param>
/// <param name="Generation">The keys.</param>
internal readonly record struct VerifiedTokenKey(UInt128 HashHigh, UInt128 HashLow, UInt128 Generation);
