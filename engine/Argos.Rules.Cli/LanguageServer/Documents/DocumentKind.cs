namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>What a document is, by its name.</summary>
internal enum DocumentKind
{
    Other,
    Policy,
    Tests,
    Settings,

    /// <summary>A document of the playground beside its policy: input, data or facts.</summary>
    Beside,
}
