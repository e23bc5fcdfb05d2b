using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>An error or a warning, as editors show it.</summary>
internal sealed record EditorDiagnostic(TextRange Range, int Severity, string Code, string Source, string Message)
{
    public const int Error = 1;
    public const int Warning = 2;

    /// <summary>What is unnecessary is shown faint.</summary>
    public ImmutableArray<int>? Tags { get; init; }
}

/// <summary>All of a document.</summary>
internal sealed record DocumentDiagnostics(string Uri, int? Version, ImmutableArray<EditorDiagnostic> Diagnostics);
