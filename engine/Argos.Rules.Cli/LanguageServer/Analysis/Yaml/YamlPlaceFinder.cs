using System.Collections.Immutable;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Yaml;

/// <summary>Finds where in a text something is being written: by indentation, and within brackets by these.</summary>
internal static class YamlPlaceFinder
{
    public static YamlPlace Find(string text, TextPosition position)
    {
        var lines = TextRows.Of(text);
        var line = Math.Clamp(position.Line, 0, lines.Length - 1);
        var before = lines[line][..Math.Clamp(position.Character, 0, lines[line].Length)];
        var first = FlowStart(lines, line);
        var start = YamlLine.Of(first == line ? before : lines[first]);
        var scanned = first == line ? before : string.Join('\n', [.. lines[first..line], before]);
        var flow = FlowScan.Of(scanned[Math.Min(start.Column, scanned.Length)..]);
        var (outer, siblings) = Outer(lines, first, start);
        var path = flow.Outer.IsEmpty ? outer : [.. outer, .. flow.Outer];
        return new YamlPlace(path, flow.Key, flow.Outer.IsEmpty ? siblings : [.. flow.Present]);
    }

    /// <summary>The line in which the brackets open that a line begins within; the line itself when it begins in none.</summary>
    private static int FlowStart(string[] lines, int line)
    {
        var (depth, first) = (0, line);
        for (var i = 0; i < line; i++)
        {
            if (depth > 0 && BeginsAnew(lines[i], lines[first])) depth = 0;
            if (depth == 0) first = i;
            depth = Math.Max(0, depth + FlowScan.Balance(lines[i]));
        }
        return depth > 0 && !BeginsAnew(lines[line], lines[first]) ? first : line;
    }

    /// <summary>
    /// Whether a line, by its indentation, is not within brackets that were left open: while they are written, they often are.
    /// </summary>
    private static bool BeginsAnew(string line, string opened)
    {
        var (next, first) = (YamlLine.Of(line), YamlLine.Of(opened));
        if (next.IsEmpty || (next.Key is null && next.Dashes.IsEmpty)) return false;
        return (next.Dashes.IsEmpty ? next.Column : next.Dashes[0]) <= first.Column;
    }

    private static (ImmutableArray<string> Path, ImmutableHashSet<string> Siblings) Outer(string[] lines, int line, YamlLine current)
    {
        var path = new List<string>();
        var siblings = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var (indent, isInList) = (current.Column, false);
        Leave(current, ref indent, ref isInList, path);
        var isSame = current.Dashes.IsEmpty;
        for (var i = line - 1; i >= 0 && (indent > 0 || isInList); i--)
        {
            var above = YamlLine.Of(lines[i]);
            if (above.IsEmpty) continue;
            if (isSame && above.Column == current.Column && above.Key is { } same) siblings.Add(same);
            if (above.Key is { } key && (above.Column < indent || (isInList && above.Dashes.IsEmpty && above.Column == indent)))
            {
                path.Insert(0, key);
                (indent, isInList, isSame) = (above.Column, false, false);
            }
            if (above.Dashes.Any(d => d < current.Column)) isSame = false;
            Leave(above, ref indent, ref isInList, path);
        }
        if (current.Column == 0 || isSame) AddBefore(lines, line, current.Column, siblings);
        AddBehind(lines, line, current.Column, siblings);
        return ([.. path], siblings.ToImmutable());
    }

    /// <summary>Goes out of the lists whose items a line begins.</summary>
    private static void Leave(YamlLine line, ref int indent, ref bool isInList, List<string> path)
    {
        foreach (var dash in line.Dashes.Reverse())
        {
            if (dash >= indent) continue;
            path.Insert(0, YamlPlace.Item);
            (indent, isInList) = (dash, true);
        }
    }

    private static void AddBefore(string[] lines, int line, int column, ImmutableHashSet<string>.Builder siblings)
    {
        for (var i = line - 1; i >= 0; i--)
        {
            var above = YamlLine.Of(lines[i]);
            if (above.IsEmpty) continue;
            if (above.Column < column) return;
            if (above.Column == column && above.Key is { } key) siblings.Add(key);
        }
    }

    private static void AddBehind(string[] lines, int line, int column, ImmutableHashSet<string>.Builder siblings)
    {
        for (var i = line + 1; i < lines.Length; i++)
        {
            var below = YamlLine.Of(lines[i]);
            if (below.IsEmpty) continue;
            if (below.Column < column || !below.Dashes.IsEmpty && below.Dashes[0] < column) return;
            if (below.Column == column && below.Key is { } key) siblings.Add(key);
        }
    }
}
