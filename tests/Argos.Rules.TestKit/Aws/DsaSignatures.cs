using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Aws;

/// <summary>Signs a certificate with DSA and SHA-1, which the platform does not offer by itself and AWS still uses.</summary>
internal sealed class DsaSignatures(DSA key) : X509SignatureGenerator
{
    // SEQUENCE { OBJECT IDENTIFIER dsa-with-sha1 }
    private static readonly byte[] DsaWithSha1 = [0x30, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x03];

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => DsaWithSha1;

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
        key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

    protected override PublicKey BuildPublicKey() => new(key);
}
