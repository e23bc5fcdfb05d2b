using System.Security.Cryptography;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>Signs with a key of its own, from a PEM file that is read each time: whoever changes the key need not restart the engine.</summary>
internal sealed class KeyFileSigner(string file) : IAuditSigner
{
    public AuditSignature Sign(byte[] statement)
    {
        var pem = File.ReadAllText(file);
        using var rsa = RSA.Create();
        if (TryImport(rsa, pem)) return AuditSignature.By(rsa, null, statement);
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return AuditSignature.By(ecdsa, null, statement);
    }

    /// <summary>What is wrong with the file; <see langword="null"/> when it has a key that signs.</summary>
    public static string? Problem(string file)
    {
        try
        {
            new KeyFileSigner(file).Sign([0]);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return "must be a PEM file with an RSA or EC private key, without a password";
        }
    }

    private static bool TryImport(RSA rsa, string pem)
    {
        try
        {
            rsa.ImportFromPem(pem);
            return true;
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
