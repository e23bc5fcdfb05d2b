using System.Text.Json.Nodes;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Yaml;

/// <summary>Keys, values and their meaning at a place of a text, by its JSON Schema.</summary>
internal static class SchemaHelp
{
    public static CompletionList Complete(JsonObject schema, string text, TextPosition position)
    {
        var place = YamlPlaceFinder.Find(text, position);
        var here = SchemaPath.Follow(schema, place.Path);
        if (place.Key is null)
            return new CompletionList(false,
                [.. here.SelectMany(SchemaPath.Properties).Where(p => !place.Present.Contains(p.Name)).DistinctBy(static p => p.Name)
                .Select(Key)]);
        var values = place.Key == YamlPlace.Item ? here : [.. here.SelectMany(s => SchemaPath.Step(schema, s, place.Key))];
        return new CompletionList(false,
            [.. values.SelectMany(SchemaPath.Values).Distinct(StringComparer.Ordinal)
            .Select(static v => new CompletionItem(v, CompletionKinds.Value))]);
    }

    public static Hover? Hover(JsonObject schema, string text, TextPosition position)
    {
        var line = TextLines.Line(text, position.Line);
        var (start, end) = (Math.Min(position.Character, line.Length), Math.Min(position.Character, line.Length));
        while (start > 0 && IsOfKey(line[start - 1])) start--;
        while (end < line.Length && IsOfKey(line[end])) end++;
        if (end == start || end >= line.Length || line[end..].TrimStart('"') is not [':', ..]) return null;
        var place = YamlPlaceFinder.Find(text, position with { Character = start });
        if (place.Key is not null) return null;
        var found = SchemaPath.Follow(schema, place.Path).SelectMany(s => SchemaPath.Step(schema, s, line[start..end]));
        var said = found.Select(static s => s["description"]?.GetValue<string>()).FirstOrDefault(static d => d is not null);
        return said is null
            ? null
            : new Hover(new Markdown($"`{line[start..end]}`: {said}"),
                new TextRange(new TextPosition(position.Line, start), new TextPosition(position.Line, end)));
    }

    private static bool IsOfKey(char c) => TextLines.IsOfWord(c) || c is '-' or '/' or '.' or '$';

    private static CompletionItem Key(SchemaProperty property) => new(property.Name, CompletionKinds.Property)
    {
        Detail = property.Type,
        Documentation = property.Description is { } said ? new Markdown(said) : null,
        InsertText = property.Name + ": ",
    };
}
