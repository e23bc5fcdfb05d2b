using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Auditing.Chain;

/// <summary>Whose signatures count: those of given keys, or of a name that given authorities certify. With neither, signatures are only checked against the certificates beside them.</summary>
internal sealed class CheckpointTrust
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<PublicKey> _publicKeys = [];
    private readonly X509Certificate2Collection _authorities = [];
    private readonly string? _signer;

    /// <param name="keys">Public keys, PEM.</param>
    /// <param name="authorities">Certificates of authorities, PEM; empty for none.</param>
    /// <param name="signer">The name (CN) that signs; needed with authorities.</param>
    /// <exception cref="ArgumentException">One of them cannot be read.</exception>
    public CheckpointTrust(IEnumerable<string> keys, string authorities, string? signer)
    {
        foreach (var key in keys)
        {
            var read = Key(key);
            _publicKeys.Add(read);
            _keys.Add(Hash(read.ExportSubjectPublicKeyInfo()));
        }
        if (authorities.Length > 0) _authorities.ImportFromPem(authorities);
        _signer = signer;
    }

    /// <summary>Whether somebody is trusted, so that what is not signed by them is a finding.</summary>
    public bool IsGiven => _keys.Count > 0 || _authorities.Count > 0;

    /// <summary>What is wrong with a signature; <see langword="null"/> when it fits.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="signer">Who signed.</param>
    public string? Problem(SignedCheckpoint checkpoint, out string signer)
    {
        signer = checkpoint.KeySha256 ?? "";
        if (!checkpoint.IsSigned) return IsGiven ? "is not signed" : null;
        using var certificate = CertificateOf(checkpoint);
        if (certificate is not null) signer = certificate.Subject;
        var key = certificate?.PublicKey ?? _publicKeys.Find(k => Hash(k.ExportSubjectPublicKeyInfo()) == checkpoint.KeySha256);
        if (key is null) return IsGiven ? "is signed by a key that is not among those given" : null;
        if (!Fits(key, checkpoint)) return "has a signature that does not fit: the records before it are not those that were signed";
        if (!IsGiven) return null;
        if (_keys.Contains(Hash(key.ExportSubjectPublicKeyInfo()))) return null;
        if (certificate is null || _authorities.Count == 0) return "is signed by a key that is not among those given";
        if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) != _signer) return $"is signed by `{certificate.Subject}`, not by `{_signer}`";
        return IsCertified(certificate, checkpoint.Header.Time) ? null : $"is signed by `{certificate.Subject}`, whom the given authorities did not certify at that time";
    }

    private bool IsCertified(X509Certificate2 certificate, DateTimeOffset time)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.LocalDateTime;
        // An intermediate is enough: the file names whom one trusts.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ExtraStore.AddRange(_authorities);
        if (!chain.Build(certificate)) return false;
        return chain.ChainElements.Skip(1).Any(element => _authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
    }

    private static bool Fits(PublicKey key, SignedCheckpoint checkpoint)
    {
        try
        {
            using var rsa = checkpoint.Algorithm == CheckpointStatement.Rsa ? key.GetRSAPublicKey() : null;
            if (rsa is not null) return rsa.VerifyData(checkpoint.Statement, checkpoint.Signature!, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
            using var ecdsa = checkpoint.Algorithm == CheckpointStatement.Ecdsa ? key.GetECDsaPublicKey() : null;
            return ecdsa is not null && ecdsa.VerifyData(checkpoint.Statement, checkpoint.Signature!, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static X509Certificate2? CertificateOf(SignedCheckpoint checkpoint)
    {
        if (checkpoint.Certificate is null) return null;
        try
        {
            return X509CertificateLoader.LoadCertificate(checkpoint.Certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static PublicKey Key(string pem)
    {
        try
        {
            if (pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
            {
                using var certificate = X509Certificate2.CreateFromPem(pem);
                return certificate.PublicKey;
            }
            return PublicKey.CreateFromSubjectPublicKeyInfo(PemInfo(pem), out _);
        }
        catch (CryptographicException problem)
        {
            throw new ArgumentException("it has neither a public key nor a certificate in PEM", nameof(pem), problem);
        }
    }

    private static byte[] PemInfo(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] is not "PUBLIC KEY") throw new CryptographicException("no public key");
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private static string Hash(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key));
}
