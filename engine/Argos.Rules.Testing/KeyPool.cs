using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Argos.Rules.Testing;

/// <summary>
/// Key pairs that sign what the cases of tests show. Making one takes a tenth of a second and more, and what it signs is worth nothing to anybody: a run
/// takes up those of the runs before it. No two runs have one at the same time.
/// </summary>
internal static class KeyPool
{
    private const int MaximumKept = 2 * PolicyTestFileReader.MaximumKeys;

    private static readonly ConcurrentBag<RSA> SpareRsa = [];

    private static readonly ConcurrentBag<DSA> SpareDsa = [];

    /// <summary>An RSA pair of 2048 bits.</summary>
    public static RSA TakeRsa() => SpareRsa.TryTake(out var pair) ? pair : RSA.Create(2048);

    /// <summary>A DSA pair of 1024 bits.</summary>
    [SuppressMessage("Security", "CA5384:Do Not Use Digital Signature Algorithm (DSA)", Justification = "AWS signs identity documents with it, and tests imitate them.")]
    public static DSA TakeDsa() => SpareDsa.TryTake(out var pair) ? pair : DSA.Create(1024);

    /// <summary>Gives a pair back; its taker must not use it again.</summary>
    public static void Return(AsymmetricAlgorithm pair)
    {
        if (pair is RSA rsa && SpareRsa.Count < MaximumKept) SpareRsa.Add(rsa);
        else if (pair is DSA dsa && SpareDsa.Count < MaximumKept) SpareDsa.Add(dsa);
        else pair.Dispose();
    }
}
