using Argos.Rules.Hosting.Secrets;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.Mgmt.Kubernetes.KubeConfigs;

/// <summary>
/// The entries of one kubeconfig, or of several merged as kubectl does: what a file before has named, a later one does not change.
/// </summary>
internal sealed class KubeConfigFile
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["clusters"] = "cluster",
        ["users"] = "user",
        ["contexts"] = "context",
    };

    private readonly Dictionary<string, KubeConfigEntry> _entries = [];

    private KubeConfigFile(string file, string currentContext) => (File, CurrentContext) = (file, currentContext);

    /// <summary>The file or files.</summary>
    public string File { get; private set; }

    /// <summary>The context that is used when none is chosen; empty for none.</summary>
    public string CurrentContext { get; private set; }

    /// <summary>Reads a file.</summary>
    public static KubeConfigFile Read(string file)
    {
        try
        {
            return Parse(SecretSource.FromFile(file).Read(), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterConfigException(
                $"kubeconfig `{file}` cannot be read: {e.Message.ReplaceLineEndings(" ")}; "
                + "correct `Source:Kubeconfig` (`ARGOS_SOURCE__KUBECONFIG`) or `KUBECONFIG`", e);
        }
    }

    /// <summary>Reads a text.</summary>
    public static KubeConfigFile Parse(string text, string file)
    {
        try
        {
            var root = KubeConfigText.Parse(text);
            var whole = new KubeConfigEntry("config", "", root, file);
            var read = new KubeConfigFile(file, whole.Text("current-context"));
            foreach (var (list, kind) in Kinds)
                foreach (var item in Items(root, list)) read.Add(item, kind);
            return read;
        }
        catch (ClusterConfigException e) when (!e.Message.StartsWith("kubeconfig", StringComparison.Ordinal))
        {
            throw new ClusterConfigException($"kubeconfig `{file}`: {e.Message}", e);
        }
    }

    /// <summary>Adds what a later file names and this one does not.</summary>
    public void Merge(KubeConfigFile later)
    {
        File += Path.PathSeparator + later.File;
        if (CurrentContext.Length == 0) CurrentContext = later.CurrentContext;
        foreach (var (key, entry) in later._entries) _entries.TryAdd(key, entry);
    }

    /// <summary>An entry.</summary>
    public KubeConfigEntry Find(string kind, string name) =>
        _entries.TryGetValue($"{kind}/{name}", out var entry)
            ? entry
            : throw new ClusterConfigException($"kubeconfig `{File}`: there is no {kind} `{ShownName.Of(name)}`");

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode root, string list)
    {
        if (!root.Children.TryGetValue(list, out var node) || node is YamlScalarNode { Value: null or "" or "null" or "~" }) return [];
        return node is YamlSequenceNode items && items.All(static item => item is YamlMappingNode)
            ? items.Cast<YamlMappingNode>()
            : throw new ClusterConfigException($"`{list}` at line {node.Start.Line} is not a list of mappings");
    }

    private void Add(YamlMappingNode item, string kind)
    {
        var name = new KubeConfigEntry(kind, "", item, File).Text("name");
        if (!item.Children.TryGetValue(kind, out var fields) || fields is not YamlMappingNode map)
            map = fields is null or YamlScalarNode { Value: null or "" or "null" or "~" }
                ? []
                : throw new ClusterConfigException($"the {kind} `{ShownName.Of(name)}` at line {fields.Start.Line} is not a mapping");
        if (!_entries.TryAdd($"{kind}/{name}", new KubeConfigEntry(kind, name, map, File)))
            throw new ClusterConfigException($"the {kind} `{ShownName.Of(name)}` at line {item.Start.Line} stands twice; remove one");
    }
}
