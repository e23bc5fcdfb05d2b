using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>What is written in the place of a part of a text.</summary>
internal sealed record TextEdit(TextRange Range, string NewText);

/// <summary>Edits by document.</summary>
internal sealed record WorkspaceEdit(ImmutableDictionary<string, ImmutableArray<TextEdit>> Changes);

/// <summary>A quick fix.</summary>
internal sealed record CodeAction(string Title, string Kind, ImmutableArray<EditorDiagnostic> Diagnostics, WorkspaceEdit Edit,
    bool IsPreferred);
