using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Decisions.Recording;

/// <summary>Verifies identity documents and records what came of it.</summary>
internal sealed class RecordingDocuments(IDocumentVerifier inner, EvidenceRecorder recorder) : IDocumentVerifier
{
    public DocumentCheck Verify(string? document, string? signature, string certificates)
    {
        var check = inner.Verify(document, signature, certificates);
        recorder.Verified(document, signature, certificates, check);
        return check;
    }
}
