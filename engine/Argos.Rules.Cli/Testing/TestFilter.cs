using System.IO.Enumeration;

namespace Argos.Rules.Cli.Testing;

/// <summary>Which cases run: those whose `policy/case` contains the words, or fits them when they have a `*`. Letter case does not count.</summary>
internal sealed class TestFilter(string? words)
{
    public bool Takes(string policy, string test) =>
        words is null || FileSystemName.MatchesSimpleExpression(words.Contains('*', StringComparison.Ordinal) ? words : $"*{words}*", $"{policy}/{test}");
}
