using System.Security.Cryptography;

namespace Argos.Rules.TestKit.Athenz.Services;

/// <summary>A public key as a service registers it: PEM, RSA or EC.</summary>
internal sealed class RegisteredKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private RegisteredKey(AsymmetricAlgorithm key) => _key = key;

    /// <summary>DER of SubjectPublicKeyInfo.</summary>
    public byte[] Info => _key.ExportSubjectPublicKeyInfo();

    public static RegisteredKey Read(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return new RegisteredKey(rsa);
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return new RegisteredKey(ec);
        }
    }

    public bool Verify(byte[] signed, byte[] signature) => _key is RSA rsa
        ? rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : ((ECDsa)_key).VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();
}
