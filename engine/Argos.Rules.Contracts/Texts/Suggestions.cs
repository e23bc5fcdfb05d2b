namespace Argos.Rules.Contracts.Texts;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class Suggestions
{
    /// <summary>The nearest of the known names, when one is near enough to be meant.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (Candidate: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(static pair => pair.Distance).ThenBy(static pair => pair.Candidate, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Candidate is not null && nearest.Distance <= Math.Max(2, name.Length / 3) ? nearest.Candidate : null;
    }

    /// <summary>Levenshtein's edit distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
