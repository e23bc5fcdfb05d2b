using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Hosting.Secrets;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.Mgmt.Kubernetes.KubeConfigs;

/// <summary>A cluster, a user or a context. What is wrong with a field names the entry and the file that it stands in.</summary>
/// <param name="Kind"><c>cluster</c>, <c>user</c> or <c>context</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fields">What it says.</param>
/// <param name="File">The file.</param>
internal sealed record KubeConfigEntry(string Kind, string Name, YamlMappingNode Fields, string File)
{
    private const int MaximumFieldLength = 40;

    /// <summary>Refuses fields that are not read: what is not understood must not be passed over.</summary>
    public void Allow(params string[] known)
    {
        foreach (var (key, value) in Fields.Children)
            if (!IsAbsent(value) && !(key is YamlScalarNode { Value: { } name } && known.Contains(name, StringComparer.Ordinal)))
                throw Wrong($"the field `{NameOf(key)}` at line {key.Start.Line} is not known here; remove it or correct its name");
    }

    /// <summary>Whether a field is given.</summary>
    public bool Has(string key) => Value(key) is not null;

    /// <summary>A text; empty when there is none.</summary>
    public string Text(string key) => Value(key) switch
    {
        null => "",
        YamlScalarNode { Value: { } value } => value,
        _ => throw Wrong($"`{key}` is not a text"),
    };

    /// <summary>Yes or no; no when there is none.</summary>
    public bool Flag(string key) => Text(key) switch
    {
        "" or "false" or "False" or "FALSE" => false,
        "true" or "True" or "TRUE" => true,
        _ => throw Wrong($"`{key}` is neither `true` nor `false`"),
    };

    /// <summary>A list of texts.</summary>
    public ImmutableArray<string> List(string key) => Value(key) is { } node ? Texts(key, node) : [];

    /// <summary>Lists of texts by name.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Lists(string key) => Value(key) switch
    {
        null => ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
        YamlMappingNode map =>
            map.Children.ToImmutableSortedDictionary(
                member => Texts(key, new YamlSequenceNode(member.Key))[0],
                member => Texts(key, member.Value)),
        _ => throw Wrong($"`{key}` is not a mapping of names to lists"),
    };

    /// <summary>A file, relative to the kubeconfig that names it.</summary>
    public SecretSource? FileOf(string key) =>
        Text(key) is { Length: > 0 } file
            ? SecretSource.FromFile(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File))!, file))
            : null;

    /// <summary>A PEM text: as base64 in <c>key-data</c>, which wins, or in a file.</summary>
    public SecretSource? Pem(string key)
    {
        if (Text(key + "-data") is not { Length: > 0 } data) return FileOf(key);
        try
        {
            return SecretSource.FromText(Encoding.UTF8.GetString(Convert.FromBase64String(data)));
        }
        catch (FormatException)
        {
            throw Wrong($"`{key}-data` is not base64");
        }
    }

    /// <summary>An error about this entry.</summary>
    public ClusterConfigException Wrong(string problem, Exception? cause = null) =>
        new($"kubeconfig `{File}`, {Kind} `{ShownName.Of(Name)}`: {problem}", cause);

    // What can be the name of a field and no more: `token:x`, without a blank, is a key as well, and holds the token.
    private static string NameOf(YamlNode key)
    {
        if (key is not YamlScalarNode { Value: { } name }) return "...";
        var end = 0;
        while (end < Math.Min(name.Length, MaximumFieldLength) && (char.IsAsciiLetter(name[end]) || name[end] == '-')) end++;
        return end == name.Length ? name : $"{name.AsSpan(0, end)}...";
    }

    private YamlNode? Value(string key) => Fields.Children.TryGetValue(key, out var node) && !IsAbsent(node) ? node : null;

    private ImmutableArray<string> Texts(string key, YamlNode node) =>
        node is YamlSequenceNode items && items.All(static item => item is YamlScalarNode { Value: not null })
            ? [.. items.Select(static item => ((YamlScalarNode)item).Value!)]
            : throw Wrong($"`{key}` is not a list of texts");

    private static bool IsAbsent(YamlNode node) =>
        node is YamlScalarNode { Value: null }
            or YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };
}
