using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Documents;

/// <summary>
/// Verifies identity documents, for all decisions: the pinned certificates and the verified signatures are kept here. A check is a
/// function of document, signature and certificates; nothing in it depends on the time.
/// </summary>
internal sealed class DocumentVerification
{
    /// <summary>The longest document, in characters. AWS's have less than 1,000.</summary>
    public const int MaximumDocument = 16 * 1024;

    /// <summary>The longest signature, in characters.</summary>
    public const int MaximumSignature = 48 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PinnedCertificates _pinned = new();
    private readonly VerifiedDocuments _verified;

    /// <param name="maximumRemembered">How many verified documents are remembered, at most.</param>
    public DocumentVerification(int maximumRemembered = 4096) => _verified = new VerifiedDocuments(maximumRemembered);

    /// <summary>The number of verified documents that are remembered.</summary>
    public int Remembered => _verified.Count;

    /// <summary>Checks a document; never throws for a bad one.</summary>
    /// <param name="document">Its text.</param>
    /// <param name="signature">Its signature, base64.</param>
    /// <param name="path">Where the certificates are.</param>
    /// <param name="certificates">What is there.</param>
    public DocumentCheck Verify(string? document, string? signature, string path, DataValue certificates)
    {
        if (string.IsNullOrEmpty(document)) return Failed("document-malformed", "the document is empty");
        if (document.Length > MaximumDocument) return Failed("document-malformed", $"the document is longer than {MaximumDocument} characters");
        if (string.IsNullOrEmpty(signature)) return Failed("document-signature-missing", "the document has no signature");
        if (signature.Length > MaximumSignature) return Failed("document-signature-malformed", $"the signature is longer than {MaximumSignature} characters");
        var pins = _pinned.Of(path, certificates);
        if (pins is null) return Failed("document-certificates-missing", $"there are no usable certificates at `{path}`");
        try
        {
            var bytes = StrictUtf8.GetBytes(document);
            var key = KeyOf(bytes, signature, pins);
            if (_verified.Find(key) is { } known) return known;
            var check = Check(bytes, signature, path, pins);
            // INVARIANT: only what is valid is remembered, so that a flood of forgeries pushes nothing out.
            if (check.Valid) _verified.Add(key, check);
            return check;
        }
        catch (EncoderFallbackException)
        {
            return Failed("document-malformed", "the document is not text");
        }
    }

    private static DocumentCheck Check(byte[] document, string signature, string path, PinSet pins)
    {
        if (!DocumentText.TryRead(document, out var read)) return Failed("document-malformed", "the document is not a JSON object with distinct members");
        if (!SignatureText.TryDecode(signature, out var cms)) return Failed("document-signature-malformed", "the signature is not base64");
        // The region is believed only to choose the certificates: the signature covers it.
        var signers = pins.Of(read.Region);
        if (signers.Length == 0) return Failed("document-signer", $"no certificate is pinned for region `{read.Region}` at `{path}`: add it there");
        if (DocumentSignature.Check(cms, document, new X509Certificate2Collection(signers)) is not { } finding) return read;
        // What to do about it: of all findings only this one can be the operator's.
        return finding.Code == "document-signer" ? Failed(finding.Code, $"{finding.Detail} `{read.Region}` at `{path}`{(pins.HasRegion(read.Region) ? "" : ", which are those of `default`")}: if it is AWS's, add its certificate there") : new DocumentCheck { Finding = finding };
    }

    private static VerifiedDocumentKey KeyOf(byte[] document, string signature, PinSet pins)
    {
        Span<byte> hashes = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(document, hashes);
        SHA256.HashData(MemoryMarshal.AsBytes(signature.AsSpan()), hashes[SHA256.HashSizeInBytes..]);
        Span<byte> both = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashes, both);
        return new VerifiedDocumentKey(BinaryPrimitives.ReadUInt128BigEndian(both), BinaryPrimitives.ReadUInt128BigEndian(both[16..]), pins.Generation);
    }

    private static DocumentCheck Failed(string code, string detail) => DocumentCheck.Failed(code, detail);
}
