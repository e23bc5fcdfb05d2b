using System.Security.Cryptography;

namespace Argos.Rules.Core.Tokens;

/// <summary>A signature algorithm of RFC 7518 that is accepted. What is not in the list does not exist here: no <c>none</c>, HMAC or PSS.</summary>
/// <param name="Name">The value of <c>alg</c>.</param>
/// <param name="KeyType">The <c>kty</c> a key must have.</param>
/// <param name="Curve">The <c>crv</c> an EC key must have.</param>
/// <param name="Hash">What is signed is the hash of the first two parts.</param>
/// <param name="HashBytes">The hash's length.</param>
/// <param name="SignatureBytes">The length of an EC signature; 0 for RSA, where it is the key's.</param>
internal sealed record TokenAlgorithm(string Name, string KeyType, string? Curve, HashAlgorithmName Hash, int HashBytes, int SignatureBytes)
{
    public const string Rsa = "RSA";

    public const string Ec = "EC";

    private static readonly TokenAlgorithm[] All =
    [
        new("RS256", Rsa, null, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes, 0),
        new("RS384", Rsa, null, HashAlgorithmName.SHA384, SHA384.HashSizeInBytes, 0),
        new("RS512", Rsa, null, HashAlgorithmName.SHA512, SHA512.HashSizeInBytes, 0),
        new("ES256", Ec, "P-256", HashAlgorithmName.SHA256, SHA256.HashSizeInBytes, 64),
        new("ES384", Ec, "P-384", HashAlgorithmName.SHA384, SHA384.HashSizeInBytes, 96),
        new("ES512", Ec, "P-521", HashAlgorithmName.SHA512, SHA512.HashSizeInBytes, 132),
    ];

    /// <summary>The algorithm of that name, exact; <see langword="null"/> for one that is not accepted.</summary>
    public static TokenAlgorithm? Find(string name) => Array.Find(All, algorithm => algorithm.Name == name);
}
