using System.Security.Cryptography;

namespace Argos.Rules.Engine.Listeners;

/// <summary>The bytes of the three files. Holds a private key: it is cleared after use.</summary>
internal sealed class CertificateContents(byte[] certificate, byte[] key, byte[] clientCa, string? problem) : IDisposable
{
    public byte[] Certificate => certificate;

    public byte[] Key => key;

    public byte[] ClientCa => clientCa;

    /// <summary>Why they could not be read.</summary>
    public string? Problem => problem;

    /// <summary>Changes when any of the files does. Content, not time stamps: mounted secrets are swapped by a symbolic link.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in (byte[][])[certificate, key, clientCa])
        {
            hash.AppendData(SHA256.HashData(content));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()) + problem;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(key);
}
