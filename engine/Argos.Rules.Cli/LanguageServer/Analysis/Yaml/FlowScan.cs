using System.Collections.Immutable;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Yaml;

/// <summary>Reads a text from a key on up to a place, through the brackets that are open there.</summary>
/// <param name="Outer">The keys and lists that lead into the innermost bracket, from the text's beginning.</param>
/// <param name="Key">The key whose value is written; <see langword="null"/> where a key is.</param>
/// <param name="Present">The keys before the place in the innermost bracket.</param>
internal sealed record FlowScan(ImmutableArray<string> Outer, string? Key, ImmutableArray<string> Present)
{
    private const int MaximumDepth = 64;

    public static FlowScan Of(string text)
    {
        var frames = new List<Frame> { new(IsMap: true) };
        var word = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var top = frames[^1];
            switch (text[at])
            {
                case '"' or '\'' when text[word..at].Trim().Length == 0:
                    at = SkipQuoted(text, at);
                    break;
                case '#' when at == 0 || char.IsWhiteSpace(text[at - 1]):
                    while (at < text.Length && text[at] != '\n') at++;
                    break;
                case ':' when top.IsMap && top.Key is null
                    && (at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1]) || text[at - Math.Min(1, at)] == '"'):
                    frames[^1] = top with { Key = text[word..at].Trim().Trim('"', '\'') };
                    word = at + 1;
                    break;
                case '{' or '[' when frames.Count < MaximumDepth && text[word..at].Trim().Length == 0:
                    frames.Add(new Frame(text[at] == '{'));
                    word = at + 1;
                    break;
                case '}' or ']' when frames.Count > 1:
                    frames.RemoveAt(frames.Count - 1);
                    word = at + 1;
                    break;
                case ',' when frames.Count > 1:
                    frames[^1] = top with { Key = null, Present = top.Key is null ? top.Present : [.. top.Present, top.Key] };
                    word = at + 1;
                    break;
            }
        }
        var last = frames[^1];
        ImmutableArray<string> outer = [.. frames[..^1].Select(static f => f.Name), .. last.IsMap ? [] : new[] { YamlPlace.Item }];
        return new FlowScan(outer, last.IsMap ? last.Key : YamlPlace.Item, last.Present);
    }

    /// <summary>By how many brackets a line opens more than it closes.</summary>
    public static int Balance(string line)
    {
        var balance = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is '"' or '\'' && (at == 0 || line[at - 1] is ' ' or '{' or '[' or ',')) at = SkipQuoted(line, at);
            else if (line[at] == '#' && (at == 0 || line[at - 1] == ' ')) break;
            else if (line[at] is '{' or '[') balance++;
            else if (line[at] is '}' or ']') balance--;
        }
        return balance;
    }

    private static int SkipQuoted(string text, int at)
    {
        var quote = text[at];
        for (at++; at < text.Length && text[at] != quote && text[at] != '\n'; at++)
        {
            if (text[at] == '\\' && quote == '"') at++;
        }
        return at;
    }

    private sealed record Frame(bool IsMap)
    {
        public string? Key { get; init; }

        public ImmutableArray<string> Present { get; init; } = [];

        /// <summary>How the way into what it holds is called.</summary>
        public string Name => IsMap ? Key ?? "" : YamlPlace.Item;
    }
}
