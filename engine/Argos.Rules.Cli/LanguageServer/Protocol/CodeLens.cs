using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>What can be done at a line.</summary>
internal sealed record CodeLens(TextRange Range, EditorCommand Command);

/// <summary>A command of the server, with what it is called with.</summary>
internal sealed record EditorCommand(string Title, string Command, ImmutableArray<string> Arguments);
