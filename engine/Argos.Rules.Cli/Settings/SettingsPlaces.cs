using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Yaml;

namespace Argos.Rules.Cli.Settings;

/// <summary>Where the members of a settings document stand in its file.</summary>
/// <param name="File">The file, as it is shown.</param>
/// <param name="Root">The document; <see langword="null"/> when its places are not known.</param>
/// <param name="Before">The rows of the file before the document's text.</param>
/// <param name="Indent">The columns before it.</param>
internal sealed record SettingsPlaces(string File, YamlNode? Root, int Before = 0, int Indent = 0)
{
    /// <summary>The place of a member, with a dot before a member of it; of the document when there is no such member.</summary>
    public Location Of(string? setting)
    {
        var node = (setting is null ? null : Find(Root as YamlNode.Map, setting)) ?? Root;
        return node is null ? At(1, 1) : At(node.Row, node.Col);
    }

    /// <summary>A place of the document's text as one of the file.</summary>
    public Location At(int row, int col) => new(File, Before + row, Indent + col);

    private static YamlNode? Find(YamlNode.Map? map, string setting)
    {
        if (map is null) return null;
        foreach (var (key, value) in map.Members)
        {
            if (key.Value == setting) return key;
            if (setting.StartsWith(key.Value + ".", StringComparison.Ordinal)) return Find(value as YamlNode.Map, setting[(key.Value.Length + 1)..]) ?? key;
        }
        return null;
    }
}
