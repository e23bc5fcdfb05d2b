namespace Argos.Rules.Language.Platforms;

/// <summary>Verification of the identity documents that a cloud signs for its instances.</summary>
public sealed class PolicyDocuments(IDocumentVerifier verifier)
{
    /// <summary>The path of AWS's public certificates in the data tree.</summary>
    public const string AwsCertificates = "aws/public-certs";

    /// <summary>
    /// Verifies an EC2 instance identity document by its PKCS #7 signature: one signer, whose certificate is pinned for the document's
    /// region (one in the signature is not believed, and one that is not pinned is refused); DSA with SHA-1 (IMDS <c>pkcs7</c>) or RSA of
    /// at least 2048 bits with SHA-256 (IMDS <c>rsa2048</c>); the signed content the same as the document, byte by byte, whether it
    /// stands in the signature or only beside it. Certificates are not asked for their dates, as AWS says.
    /// </summary>
    /// <param name="document">The exact text, for example <c>Input.Attestation["document"].Text</c>.</param>
    /// <param name="signature">The signature, base64 with or without line breaks, no PEM armour.</param>
    /// <param name="certificates">
    /// The path of the pinned certificates: <c>{"default": [PEM, ...], "&lt;region&gt;": [PEM, ...]}</c>. A region with an entry has no other certificates.
    /// </param>
    public DocumentCheck Verify(string? document, string? signature, string certificates = AwsCertificates) => verifier.Verify(document, signature, certificates);
}
