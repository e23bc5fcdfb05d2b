using System.Collections.Immutable;
using Argos.Rules.Cli.Playground.Running;

namespace Argos.Rules.Cli.Playground.Examples;

/// <summary>The stock policies and the cookbook, as they were when the program was built.</summary>
internal static class ExampleCatalog
{
    /// <summary>What the names of their files in the program begin with.</summary>
    private const string Prefix = "examples/";

    private const string PolicyFile = "/policy.csx";
    private const string TitleMark = "// title:";

    private static readonly ImmutableSortedDictionary<string, string> Files = typeof(ExampleCatalog).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToImmutableSortedDictionary(static name => name[Prefix.Length..].Replace('\\', '/'), static name => name, StringComparer.Ordinal);

    /// <summary>All examples, the cookbook last.</summary>
    public static ImmutableArray<Example> All { get; } =
    [
        .. Files.Keys.Where(static file => file.EndsWith(PolicyFile, StringComparison.Ordinal))
            .Select(static file => file[..^PolicyFile.Length])
            .OrderBy(static name => name.Contains('/', StringComparison.Ordinal)).ThenBy(static name => name, StringComparer.Ordinal)
            .Select(static name => new Example(name, TitleOf(Text(name + PolicyFile)))),
    ];

    /// <summary>One example as a project; <see langword="null"/> when there is none of that name.</summary>
    public static Project? Find(string name) => All.Any(example => example.Name == name)
        ? new Project
        {
            Name = name[(name.LastIndexOf('/') + 1)..],
            Policy = Text(name + PolicyFile),
            Tests = Text(name + "/tests.yaml"),
            Mutants = Text(name + "/mutants.yaml"),
        }
        : null;

    private static string Text(string file)
    {
        if (!Files.TryGetValue(file, out var resource)) return "";
        using var reader = new StreamReader(typeof(ExampleCatalog).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static string TitleOf(string policy) =>
        policy.Split('\n').FirstOrDefault(static line => line.StartsWith(TitleMark, StringComparison.Ordinal))?[TitleMark.Length..].Trim()
            ?? "";
}
