namespace Argos.Rules.Language.Platforms;

/// <summary>Has no certificates, so no document is valid.</summary>
internal sealed class NoDocuments : IDocumentVerifier
{
    public static PolicyDocuments Instance { get; } = new(new NoDocuments());

    public DocumentCheck Verify(string? document, string? signature, string certificates) =>
        DocumentCheck.Failed("document-certificates-missing", $"there are no certificates at `{certificates}`");
}
