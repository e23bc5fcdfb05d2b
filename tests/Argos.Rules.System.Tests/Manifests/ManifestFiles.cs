using YamlDotNet.RepresentationModel;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>Reads the manifests of <c>k8s/</c> as Kubernetes would: anchors resolved, nothing interpreted.</summary>
internal static class ManifestFiles
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Path.Combine(Root, "k8s"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static YamlNode Read(string path)
    {
        using var reader = new StreamReader(Path.Combine(Root, path));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents.Single().RootNode;
    }

    /// <summary>The node at a path of keys and item names (<c>containers/engine</c> finds the item whose <c>name</c> is engine); fails with the path when it is not there.</summary>
    public static YamlNode At(this YamlNode node, string path)
    {
        var current = node;
        foreach (var key in path.Split('/'))
        {
            current = Find(current, key) ?? throw new AssertionException($"no `{key}` on the way to `{path}`");
        }
        return current;
    }

    public static bool Has(this YamlNode node, string key) => Find(node, key) is not null;

    public static string Text(this YamlNode node, string path) => ((YamlScalarNode)node.At(path)).Value!;

    public static IEnumerable<string> Texts(this YamlNode node, string path) =>
        ((YamlSequenceNode)node.At(path)).Children.Select(static item => ((YamlScalarNode)item).Value!);

    private static YamlNode? Find(YamlNode node, string key) => node switch
    {
        YamlMappingNode map => map.Children.FirstOrDefault(pair => ((YamlScalarNode)pair.Key).Value == key).Value,
        YamlSequenceNode list when int.TryParse(key, out var index) => list.Children.ElementAtOrDefault(index),
        YamlSequenceNode list => list.Children.FirstOrDefault(item => item is YamlMappingNode map && map.Has("name") && map.Text("name") == key),
        _ => null,
    };

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Argos.Rules.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new AssertionException("the repository root was not found above the test's folder");
    }
}
