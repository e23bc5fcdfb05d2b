using System.Diagnostics.CodeAnalysis;

namespace Argos.Rules.Language.Patterns;

/// <summary>
/// A regular expression for policies: characters, sets, groups, alternatives and repetitions, for whole texts. It takes bounded memory, and
/// time in proportion to the length of the text, whatever the text; no captures, no looking around, no back references. Immutable.
/// </summary>
public sealed class TextPattern
{
    private readonly PositionAutomaton _automaton;

    private TextPattern(PositionAutomaton automaton) => _automaton = automaton;

    /// <summary>The number of positions, which is what one character of a text costs at most.</summary>
    public int Positions => _automaton.Positions;

    /// <summary>Reads a pattern; a <see cref="PatternProblem"/> instead when it is none, or one that cannot be used.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="pattern">What was read.</param>
    /// <param name="problem">Why it was not.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out TextPattern? pattern, [NotNullWhen(false)] out PatternProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        (pattern, problem) = (null, null);
        try
        {
            pattern = new TextPattern(PositionAutomaton.Of(new PatternParser(text).Parse()));
            return true;
        }
        catch (PatternException refused)
        {
            problem = refused.Problem;
            return false;
        }
    }

    /// <summary>Whether the whole text fits. Character by character: no culture, and case counts.</summary>
    public bool Fits(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _automaton.Fits(text);
    }
}
