using System.Security.Cryptography;

namespace Argos.Rules.Core.Tokens;

/// <summary>A public key of a key set, imported once.</summary>
/// <param name="create">Imports the key.</param>
internal sealed class VerificationKey(Func<AsymmetricAlgorithm> create)
{
    public const int MinimumRsaBits = 2048;

    // Objects of System.Security.Cryptography promise nothing about use by several threads, and importing a key costs as much
    // as using it: so each thread takes an idle one and gives it back.
    private readonly AsymmetricAlgorithm?[] _idle = new AsymmetricAlgorithm?[Environment.ProcessorCount];

    /// <summary><c>kid</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>kty</c>: <c>RSA</c> or <c>EC</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary><c>crv</c> of an EC key.</summary>
    public required string? Curve { get; init; }

    /// <summary><c>alg</c>; <see langword="null"/> when the key does not say.</summary>
    public required string? Algorithm { get; init; }

    /// <summary><c>use</c>; <see langword="null"/> when the key does not say.</summary>
    public required string? Use { get; init; }

    /// <summary>Whether <c>key_ops</c> allows to verify signatures.</summary>
    public required bool MayVerify { get; init; }

    /// <summary>The length of the modulus, or of the curve.</summary>
    public required int Bits { get; init; }

    /// <summary>How much the key says of what it is for: of two keys of one id that fit, the one that says more is meant.</summary>
    public int Clearness => (Algorithm is null ? 0 : 2) + (Use is null ? 0 : 1);

    /// <summary>Why this key must not verify a token of an algorithm; <see langword="null"/> when it may. This is what stops algorithm confusion.</summary>
    public string? Incompatibility(TokenAlgorithm wanted)
    {
        if (Use is not (null or "sig") || !MayVerify) return "the key is not for signatures";
        if (KeyType != wanted.KeyType) return $"the key is of type {KeyType}, which does not fit `{wanted.Name}`";
        if (Algorithm is not null && Algorithm != wanted.Name) return $"the key is for another algorithm than `{wanted.Name}`";
        if (wanted.Curve is not null && Curve != wanted.Curve) return $"the key's curve does not fit `{wanted.Name}`";
        return wanted.KeyType == TokenAlgorithm.Rsa && Bits < MinimumRsaBits ? $"the key has less than {MinimumRsaBits} bits" : null;
    }

    /// <summary>Whether the signature over a hash is this key's; the key must fit the algorithm.</summary>
    public bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, TokenAlgorithm by)
    {
        var key = Take();
        try
        {
            return key switch
            {
                RSA rsa => signature.Length == (rsa.KeySize + 7) / 8 && rsa.VerifyHash(hash, signature, by.Hash, RSASignaturePadding.Pkcs1),
                ECDsa ec => signature.Length == by.SignatureBytes && ec.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            // Some platforms throw for what cannot be a signature instead of saying no.
            return false;
        }
        finally
        {
            Return(key);
        }
    }

    private AsymmetricAlgorithm Take()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } key) return key;
        }
        return create();
    }

    private void Return(AsymmetricAlgorithm key)
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is null && Interlocked.CompareExchange(ref _idle[i], key, null) is null) return;
        }
        key.Dispose();
    }
}
