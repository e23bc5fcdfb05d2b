namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>A document as the editor shows it.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="Version">
/// The editor's number of the text; <see langword="null"/> for one that is on disk only, or whose number did not arrive.
/// </param>
/// <param name="Text">Its text; <see langword="null"/> when it is not known, until the editor sends it whole.</param>
internal sealed record OpenDocument(string Uri, int? Version, string? Text)
{
    /// <summary>The longest text that is looked at, in characters; above what a policy or its tests may have.</summary>
    public const int MaximumLength = 1024 * 1024;

    public DocumentKind Kind { get; } = DocumentNames.KindOf(Uri);

    public string Name => DocumentNames.NameOf(Uri);

    /// <summary>One of <see cref="TextGaps"/>, when the text is not known.</summary>
    public string? Gap { get; private init; }

    /// <summary>The document with a whole text.</summary>
    public OpenDocument With(string text) =>
        text.Length > MaximumLength ? Without(TextGaps.TooLarge) : this with { Text = text, Gap = null };

    /// <summary>The document without its text.</summary>
    /// <param name="gap">Why: one of <see cref="TextGaps"/>.</param>
    public OpenDocument Without(string gap) => this with { Text = null, Gap = gap };
}
