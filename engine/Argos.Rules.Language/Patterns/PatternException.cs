namespace Argos.Rules.Language.Patterns;

/// <summary>Ends the reading of a text that is not a pattern; it does not leave <see cref="TextPattern.TryParse"/>.</summary>
internal sealed class PatternException(int offset, string message) : Exception(message)
{
    public PatternProblem Problem => new(offset, Message);
}
