namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>What is shown to the person, or written into the editor's log.</summary>
internal sealed record Message(int Type, string Text)
{
    public const int Error = 1;
    public const int Warning = 2;
    public const int Info = 3;

    [System.Text.Json.Serialization.JsonPropertyName("message")]
    public string Text { get; } = Text;
}
