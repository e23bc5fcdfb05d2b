using Argos.Rules.Yaml;

namespace Argos.Rules.Testing;

/// <summary>Helpers to read nodes strictly: each gives nothing and reports when the node is of another kind.</summary>
internal sealed class TestShape(TestDiagnostics diagnostics)
{
    public TestDiagnostics Diagnostics => diagnostics;

    /// <summary>A map with no keys but these; the empty map when it is something else.</summary>
    public YamlNode.Map Map(YamlNode? node, string what, params ReadOnlySpan<string> keys)
    {
        var map = AnyMap(node, what);
        foreach (var (key, _) in map.Members)
        {
            if (!keys.Contains(key.Value)) diagnostics.Report(key, $"the key `{key.Value}` is unknown in {what}: the keys are {string.Join(", ", keys.ToArray().Select(static k => $"`{k}`"))}");
        }
        return map;
    }

    /// <summary>A map with any keys; the empty map when it is missing or something else.</summary>
    public YamlNode.Map AnyMap(YamlNode? node, string what)
    {
        if (node is YamlNode.Map map) return map;
        if (node is not null) diagnostics.Report(node, $"{what} must be a map");
        return new YamlNode.Map(node?.Row ?? 1, node?.Col ?? 1, []);
    }

    public IReadOnlyList<YamlNode> List(YamlNode? node, string what)
    {
        if (node is YamlNode.List list) return list.Items;
        if (node is not null) diagnostics.Report(node, $"{what} must be a list");
        return [];
    }

    /// <summary>A text that is not empty, quoted or not.</summary>
    public string? Text(YamlNode node, string what)
    {
        if (node is YamlNode.Text { IsNull: false, Value.Length: > 0 } text) return text.Value;
        diagnostics.Report(node, $"{what} must be a text");
        return null;
    }

    /// <summary>One of some words.</summary>
    public string? Word(YamlNode? node, string what, params ReadOnlySpan<string> words)
    {
        if (node is null) return null;
        if (node is YamlNode.Text text && words.Contains(text.Value)) return text.Value;
        diagnostics.Report(node, $"{what} must be one of {string.Join(", ", words.ToArray().Select(static w => $"`{w}`"))}");
        return null;
    }
}
