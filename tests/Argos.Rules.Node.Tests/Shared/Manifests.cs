using System.Text.RegularExpressions;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Node.Tests.Shared;

/// <summary>The manifests of the product, and kustomizations of them.</summary>
internal static partial class Manifests
{
    /// <summary>The address of the provider's Service on the node.</summary>
    public const string ServiceAddress = "10.0.0.77";

    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(BuiltOutput.Root, "k8s");

    private const string Fixed = $$"""
        - target: {kind: Service, name: identityd}
          patch: |-
            - {op: add, path: /spec/clusterIP, value: {{ServiceAddress}}}
        """;

    /// <summary>The image of a container of the deployment.</summary>
    public static string Image(string container) => ImageLine().Matches(File.ReadAllText(Path.Combine(Folder, "deployment.yaml")))
        .Select(static match => match.Groups["image"].Value).Single(image => image.Contains($"/{container}:", StringComparison.Ordinal));

    /// <summary>Writes a kustomization of the manifests with components and patches; its folder.</summary>
    public static async Task<string> WriteAsync(
        string parent, string name, IEnumerable<string> components, string patches, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        var listed = string.Concat(components.Select(
            component => $"\n- {Path.GetRelativePath(folder, Path.Combine(Folder, "components", component))}"));
        var text = $"resources:\n- {Path.GetRelativePath(folder, Folder)}\n{(listed.Length == 0 ? "" : "components:" + listed)}\npatches:\n{Fixed}\n{patches}\n";
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), text, cancellationToken);
        return folder;
    }

    [GeneratedRegex(@"^\s*image: (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex ImageLine();
}
