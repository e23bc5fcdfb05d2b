namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>Why the text of a document is not known, and what the author can do.</summary>
internal static class TextGaps
{
    public const string TooLarge = "the file is too large to be looked at";

    public const string TooMuch =
        "too much text is open for this file to be looked at: close others, then close this one and open it again";

    public const string Lost =
        "what was typed did not arrive whole, so the text is not known and nothing is said of it: close the file and open it again";

    public const string Unreadable = "the file cannot be read as a text";
}
