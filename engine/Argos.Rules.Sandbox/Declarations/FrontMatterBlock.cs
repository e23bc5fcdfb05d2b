using System.Text;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>The comment lines between <c>// ---</c> and <c>// ---</c> at the top of a policy, as YAML text with the way back to the places in the source.</summary>
/// <param name="Yaml">The YAML, one line for each comment line.</param>
/// <param name="FirstRow">The row of the opening line, from 1.</param>
/// <param name="Indents">How many characters were taken off each YAML line.</param>
/// <param name="UnclosedRow">The row where a closing line was expected and missing; <see langword="null"/> for a closed block.</param>
internal sealed record FrontMatterBlock(string Yaml, int FirstRow, IReadOnlyList<int> Indents, int? UnclosedRow)
{
    private const string Fence = "// ---";

    /// <summary>Finds the block; <see langword="null"/> when the first line that is not blank opens none.</summary>
    public static FrontMatterBlock? Find(string source)
    {
        var lines = source.AsSpan().TrimStart('\uFEFF').EnumerateLines();
        var row = 0;
        var first = 0;
        var yaml = new StringBuilder();
        var indents = new List<int>();
        foreach (var line in lines)
        {
            row++;
            var text = line.TrimEnd();
            if (first == 0)
            {
                if (text.IsEmpty) continue;
                if (!text.SequenceEqual(Fence)) return null;
                first = row;
                continue;
            }
            if (text.SequenceEqual(Fence)) return new FrontMatterBlock(yaml.ToString(), first, indents, null);
            if (!text.StartsWith("//", StringComparison.Ordinal)) return new FrontMatterBlock("", first, [], row);
            var indent = text.Length > 2 && text[2] == ' ' ? 3 : 2;
            yaml.Append(text[indent..]).Append('\n');
            indents.Add(indent);
        }
        return first == 0 ? null : new FrontMatterBlock("", first, [], row);
    }

    /// <summary>The row of a fence in the comments at the top of a policy that opens no block there, from 1; <see langword="null"/> when there is none.</summary>
    public static int? FindMisplaced(string source)
    {
        var row = 0;
        var isInside = false;
        foreach (var line in source.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            row++;
            var text = line.Trim();
            var isComment = isInside || text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith("/*", StringComparison.Ordinal);
            if (text.Trim("/* \t").SequenceEqual("---")) return row;
            if (!isComment && !text.IsEmpty) return null;
            if (text.StartsWith("/*", StringComparison.Ordinal)) isInside = true;
            if (text.EndsWith("*/", StringComparison.Ordinal)) isInside = false;
        }
        return null;
    }

    /// <summary>The place in the source of a place in the YAML; both count from 1.</summary>
    public (int Row, int Col) Place(long line, long column)
    {
        var index = (int)Math.Clamp(line - 1, 0, Math.Max(0, Indents.Count - 1));
        var indent = Indents.Count == 0 ? 0 : Indents[index];
        return (FirstRow + 1 + index, indent + (int)Math.Max(1, column));
    }
}
