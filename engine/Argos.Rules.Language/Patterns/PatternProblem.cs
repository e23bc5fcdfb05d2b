namespace Argos.Rules.Language.Patterns;

/// <summary>Why a text is not a pattern.</summary>
/// <param name="Offset">Where in it, from 0.</param>
/// <param name="Message">What is wrong, and what to write instead; one line.</param>
public sealed record PatternProblem(int Offset, string Message);
