using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Yaml;

/// <summary>A line of YAML in block style.</summary>
/// <param name="Dashes">The columns of the dashes that it begins with.</param>
/// <param name="Column">Where what is behind them begins.</param>
/// <param name="Key">The key that stands there.</param>
/// <param name="IsEmpty">Whether nothing is in it, or a comment.</param>
internal sealed record YamlLine(ImmutableArray<int> Dashes, int Column, string? Key, bool IsEmpty)
{
    public static YamlLine Of(string line)
    {
        var dashes = ImmutableArray.CreateBuilder<int>();
        var at = Skip(line, 0);
        while (at < line.Length && line[at] == '-' && (at + 1 == line.Length || line[at + 1] == ' '))
        {
            dashes.Add(at);
            at = Skip(line, at + 1);
        }
        var isEmpty = at >= line.Length ? dashes.Count == 0 : line[at] == '#';
        return new YamlLine(dashes.ToImmutable(), at, KeyOf(line, at), isEmpty);
    }

    private static int Skip(string line, int at)
    {
        while (at < line.Length && line[at] == ' ') at++;
        return at;
    }

    private static string? KeyOf(string line, int at)
    {
        if (at >= line.Length || line[at] is '{' or '[' or '#') return null;
        var quote = line[at] is '"' or '\'' ? line[at] : '\0';
        var end = quote == '\0' ? at : line.IndexOf(quote, at + 1) + 1;
        if (quote != '\0' && end == 0) return null;
        while (end < line.Length && !(line[end] == ':' && (end + 1 == line.Length || line[end + 1] == ' '))) end++;
        return end < line.Length && end > at ? line[at..end].Trim().Trim('"', '\'') : null;
    }
}
