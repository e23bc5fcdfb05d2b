using System.Security.Cryptography;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>The signature of a checkpoint.</summary>
/// <param name="Algorithm">One of <see cref="CheckpointStatement"/>.</param>
/// <param name="KeySha256">SHA-256 of the public key (SubjectPublicKeyInfo), lower-case hex.</param>
/// <param name="Certificate">The certificate of the key, base64 of DER, when it has one.</param>
/// <param name="Value">The signature.</param>
internal sealed record AuditSignature(string Algorithm, string KeySha256, string? Certificate, byte[] Value)
{
    /// <summary>Signs with an RSA key.</summary>
    public static AuditSignature By(RSA key, string? certificate, byte[] statement) => new(
        CheckpointStatement.Rsa, Hash(key.ExportSubjectPublicKeyInfo()), certificate, key.SignData(statement, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

    /// <summary>Signs with an elliptic-curve key.</summary>
    public static AuditSignature By(ECDsa key, string? certificate, byte[] statement) => new(
        CheckpointStatement.Ecdsa, Hash(key.ExportSubjectPublicKeyInfo()), certificate, key.SignData(statement, HashAlgorithmName.SHA256));

    private static string Hash(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key));
}
