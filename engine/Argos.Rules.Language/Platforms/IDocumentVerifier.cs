namespace Argos.Rules.Language.Platforms;

/// <summary>Verifies the identity documents of cloud instances. Implemented by the engine, with its cache of verified signatures.</summary>
public interface IDocumentVerifier
{
    /// <summary>Checks a document; never throws for a bad one.</summary>
    /// <param name="document">The exact text of the document.</param>
    /// <param name="signature">Its PKCS #7 signature, base64 with or without line breaks.</param>
    /// <param name="certificates">The path of the pinned certificates in the data tree.</param>
    DocumentCheck Verify(string? document, string? signature, string certificates);
}
