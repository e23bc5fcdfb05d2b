namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>A document as the editor shows it.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="Version">The editor's number of the text; <see langword="null"/> for one that is on disk only.</param>
/// <param name="Text">Its text; <see langword="null"/> when it is too large to be looked at.</param>
internal sealed record OpenDocument(string Uri, int? Version, string? Text)
{
    /// <summary>The longest text that is looked at, in characters; above what a policy or its tests may have.</summary>
    public const int MaximumLength = 1024 * 1024;

    public DocumentKind Kind { get; } = DocumentNames.KindOf(Uri);

    public string Name => DocumentNames.NameOf(Uri);
}
