using System.Collections.Immutable;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Packing;

/// <summary>Which ConfigMaps the policies and the data of a command line become.</summary>
internal static class PackPlan
{
    private const int MaximumName = 253;

    /// <summary>One ConfigMap for the policies of each folder.</summary>
    /// <exception cref="UsageException">Two policies would get the same key, or a name is none that Kubernetes takes.</exception>
    public static ImmutableArray<ConfigMapDocument> OfPolicies(IReadOnlyList<PolicyFile> files, string place) =>
        [.. files.GroupBy(static file => Path.GetDirectoryName(file.Path)!).Select(folder => OfFolder(folder.Key, [.. folder], place))];

    /// <summary>One ConfigMap for each document, which becomes data at its path.</summary>
    /// <exception cref="UsageException">It is not there, is not a document, or its path is none.</exception>
    public static ImmutableArray<ConfigMapDocument> OfData(IReadOnlyCollection<string> given, string place, Terminal terminal)
    {
        // Reads each as the engine would, and refuses what it would refuse.
        DataArguments.Read(given, terminal);
        return [.. given.Select(item => OfDocument(item, place, terminal))];
    }

    private static ConfigMapDocument OfFolder(string folder, PolicyFile[] files, string place)
    {
        var name = Name("policy-" + (files is [var only] ? only.Name : Path.GetFileName(folder)));
        var texts = ImmutableArray.CreateBuilder<PackedText>();
        foreach (var file in files)
        {
            var key = Key(file.Name);
            texts.Add(new PackedText(key + ".csx", Text(file.Path, file.Shown)));
            if (file.TestsPath is not null) texts.Add(new PackedText(key + ".tests.yaml", Text(file.TestsPath, file.TestsShown!)));
        }
        if (texts.GroupBy(static one => one.Key).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"two policies of `{name}` would have the key `{twice.Key}`: give one of them another name");
        return new ConfigMapDocument(name, place, "argos.athenz.io/policy: csharp", texts.ToImmutable());
    }

    private static ConfigMapDocument OfDocument(string item, string place, Terminal terminal)
    {
        var (path, file) = (item[..item.IndexOf('=', StringComparison.Ordinal)], item[(item.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var isYaml = Path.GetExtension(file) is ".yaml" or ".yml";
        // The settings of a provider are called as the provider, as in the manifests; other data as its path.
        var name = Name(path.StartsWith("providers/", StringComparison.Ordinal) ? path["providers/".Length..].Replace('/', '-') : "data-"
            + path.Replace('/', '-'));
        var text = new PackedText(isYaml ? "document.yaml" : "document.json", Text(terminal.Absolute(file), file));
        return new ConfigMapDocument(name, place, "argos.athenz.io/data: json", [text]) { Path = path };
    }

    private static string Text(string path, string shown)
    {
        var (text, problem) = SourceReader.Read(path, shown);
        return text ?? throw new UsageException($"`{shown}`: {problem!.Message}");
    }

    private static string Key(string name) =>
        string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

    private static string Name(string text)
    {
        var name = string.Concat(text.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-'))
            .Trim('-', '.');
        return name.Length is > 0 and <= MaximumName ? name : throw new UsageException($"`{text}` gives no name that a ConfigMap may have");
    }
}
