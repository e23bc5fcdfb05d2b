using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Documents;

/// <summary>Verification of identity documents as one decision sees it: with the certificates of its snapshot.</summary>
/// <param name="verification">What decisions share.</param>
/// <param name="data">The snapshot.</param>
internal sealed class DocumentVerifier(DocumentVerification verification, IDataView data) : IDocumentVerifier
{
    public DocumentCheck Verify(string? document, string? signature, string certificates) =>
        verification.Verify(document, signature, certificates, data.Read(certificates));
}
