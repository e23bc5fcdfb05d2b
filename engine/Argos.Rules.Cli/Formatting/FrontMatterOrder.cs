namespace Argos.Rules.Cli.Formatting;

/// <summary>Brings the keys of the front matter into one order: title, providers, mode, settings. A key keeps the lines that belong to it.</summary>
internal static class FrontMatterOrder
{
    private const string Fence = "// ---";

    private static readonly string[] Keys = ["title", "providers", "mode", "settings"];

    public static string Sort(string text)
    {
        var lines = text.Split('\n');
        var first = Array.FindIndex(lines, static l => l.Trim().Length > 0);
        if (first < 0 || lines[first].TrimEnd() != Fence) return text;
        var last = Array.FindIndex(lines, first + 1, static l => l.TrimEnd() == Fence);
        if (last < 0) return text;
        var entries = new List<List<string>>();
        foreach (var line in lines[(first + 1)..last])
        {
            // What is further in, or a comment of YAML, belongs to the key before it.
            if (entries.Count == 0 || (KeyOf(line) is { Length: > 0 })) entries.Add([]);
            entries[^1].Add(line);
        }
        // Without a known key in front the lines are the parser's to complain about.
        if (entries.Any(static e => Array.IndexOf(Keys, KeyOf(e[0])) < 0)) return text;
        var sorted = entries.OrderBy(static e => Array.IndexOf(Keys, KeyOf(e[0]))).SelectMany(static e => e);
        return string.Join('\n', [.. lines[..(first + 1)], .. sorted, .. lines[last..]]);
    }

    private static string KeyOf(string line)
    {
        var text = line.StartsWith("// ", StringComparison.Ordinal) ? line[3..] : "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(text[0]) ? text[..colon].TrimEnd() : "";
    }
}
