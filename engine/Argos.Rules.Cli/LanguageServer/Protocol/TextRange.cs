namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>A place in a text: line and UTF-16 character, from 0.</summary>
internal sealed record TextPosition(int Line, int Character);

/// <summary>What is asked about a place.</summary>
internal sealed record PlaceParameters(TextPosition Position);

/// <summary>A part of a text.</summary>
internal sealed record TextRange(TextPosition Start, TextPosition End);

/// <summary>A part of a document.</summary>
internal sealed record DocumentRange(string Uri, TextRange Range);
