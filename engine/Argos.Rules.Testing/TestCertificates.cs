using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Argos.Rules.Testing;

/// <summary>The certificates of one run: generated, used to sign the cases' identity documents, forgotten.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly Oid Sha1 = new("1.3.14.3.2.26");
    private static readonly Oid Sha256 = new("2.16.840.1.101.3.4.2.1");

    // AWS's own are valid for decades.
    private static readonly DateTimeOffset ValidFrom = new(2012, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly List<AsymmetricAlgorithm> _pairs = [];
    private readonly ImmutableDictionary<string, (TestCertificateSpec Spec, X509Certificate2 Certificate)> _certificates;

    public TestCertificates(ImmutableDictionary<string, TestCertificateSpec> specs) =>
        _certificates = specs.ToImmutableDictionary(static c => c.Key, c => (c.Value, c.Value.IsDsa ? Dsa(c.Value.Name) : Rsa(c.Value.Name)));

    /// <summary>The document of the pinned certificates, by region; <see langword="null"/> when there are none.</summary>
    public JsonObject? Pins()
    {
        var pins = new JsonObject();
        foreach (var region in _certificates.Values.Where(static c => c.Spec.Pinned).GroupBy(static c => c.Spec.Region, StringComparer.Ordinal))
        {
            pins[region.Key] = new JsonArray([.. region.OrderBy(static c => c.Spec.Name, StringComparer.Ordinal).Select(static c => JsonValue.Create(c.Certificate.ExportCertificatePem()))]);
        }
        return pins.Count == 0 ? null : pins;
    }

    /// <summary>The PKCS #7 signature over some bytes, as IMDS gives it: the content inside, no certificate, base64 in lines.</summary>
    /// <param name="name">The certificate.</param>
    /// <param name="content">What is signed.</param>
    /// <param name="digest"><c>sha1</c> or <c>sha256</c>; that of the real ones when left out.</param>
    /// <param name="embedded">Whether the certificate is put in, as no real one does.</param>
    public string Sign(string name, byte[] content, string? digest, bool embedded)
    {
        var (spec, certificate) = _certificates[name];
        var cms = new SignedCms(new ContentInfo(content), detached: false);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = (digest ?? (spec.IsDsa ? "sha1" : "sha256")) == "sha1" ? Sha1 : Sha256,
            IncludeOption = embedded ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        cms.ComputeSignature(signer);
        return Convert.ToBase64String(cms.Encode(), Base64FormattingOptions.InsertLineBreaks);
    }

    public void Dispose()
    {
        foreach (var (_, certificate) in _certificates.Values) certificate.Dispose();
        foreach (var pair in _pairs) KeyPool.Return(pair);
    }

    private X509Certificate2 Rsa(string name)
    {
        var key = KeyPool.TakeRsa();
        _pairs.Add(key);
        var request = new CertificateRequest(NameOf(name), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = Issue(request, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1));
        return certificate.CopyWithPrivateKey(key);
    }

    private X509Certificate2 Dsa(string name)
    {
        var key = KeyPool.TakeDsa();
        _pairs.Add(key);
        using var certificate = Issue(new CertificateRequest(NameOf(name), new PublicKey(key), HashAlgorithmName.SHA1), new DsaSignatures(key));
        return certificate.CopyWithPrivateKey(key);
    }

    // One serial number for all, so that only the name tells them apart.
    private static X509Certificate2 Issue(CertificateRequest request, X509SignatureGenerator signatures) =>
        request.Create(request.SubjectName, signatures, ValidFrom, ValidFrom.AddYears(100), [1]);

    private static X500DistinguishedName NameOf(string name) => new($"CN={name}");

    /// <summary>Signs a certificate with DSA and SHA-1, which the platform does not offer by itself.</summary>
    private sealed class DsaSignatures(DSA key) : X509SignatureGenerator
    {
        // SEQUENCE { OBJECT IDENTIFIER dsa-with-sha1 }
        private static readonly byte[] DsaWithSha1 = [0x30, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x03];

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => DsaWithSha1;

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
