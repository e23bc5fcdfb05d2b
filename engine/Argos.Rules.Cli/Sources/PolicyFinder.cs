using Argos.Rules.Cli.Terminals;
using static Argos.Rules.Cli.Sources.PolicyNames;

namespace Argos.Rules.Cli.Sources;

/// <summary>Finds policies: files that are named, and all in folders that are named, with their tests.</summary>
internal static class PolicyFinder
{
    /// <summary>The policies, in order of path, each once.</summary>
    /// <exception cref="UsageException">A path is not there or is not a policy.</exception>
    public static IReadOnlyList<PolicyFile> Find(IEnumerable<string> paths, Terminal terminal)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var given in paths)
        {
            var path = terminal.Absolute(given);
            if (Directory.Exists(path)) files.UnionWith(Walk(new DirectoryInfo(path)));
            else if (File.Exists(path))
                files.Add(PolicyOf(path)
                    ?? throw new UsageException($"`{given}` is not a policy: name a `.csx` file, its tests file, or a folder"));
            else throw new UsageException($"`{given}` is not there");
        }
        return [.. files.Select(f => Describe(f, terminal))];
    }

    /// <summary>The tests file of a policy, whether it is there or not.</summary>
    public static string TestsOf(string policy) => Path.Combine(
        Path.GetDirectoryName(policy)!,
        Path.GetFileName(policy) == FolderPolicy ? FolderTests : Path.GetFileNameWithoutExtension(policy) + Tests);

    private static PolicyFile Describe(string path, Terminal terminal)
    {
        var name = Path.GetFileName(path) == FolderPolicy ? Path.GetFileName(Path.GetDirectoryName(path))! : Path.GetFileNameWithoutExtension(path);
        // `policy.tests.yaml` is what the key of a ConfigMap would be called, and says more exactly whose tests it holds.
        var found = new[] { Path.ChangeExtension(path, null) + Tests, TestsOf(path) }.FirstOrDefault(File.Exists);
        return new PolicyFile(name.Length == 0 ? "policy" : name, path, terminal.Shown(path), found, found is null ? null : terminal.Shown(found));
    }

    private static string? PolicyOf(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        if (name.EndsWith(Policy, StringComparison.Ordinal)) return path;
        var policy = name == FolderTests ? Path.Combine(folder, FolderPolicy)
            : name.EndsWith(Tests, StringComparison.Ordinal) ? Path.Combine(folder, name[..^Tests.Length] + Policy)
            : null;
        return File.Exists(policy) ? policy : null;
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder) => folder.EnumerateFiles("*" + Policy).Select(static f => f.FullName)
        .Concat(folder.EnumerateDirectories().Where(static d => !IsSkipped(d)).SelectMany(Walk));

    // What tools make, and links that may lead in a circle.
    private static bool IsSkipped(DirectoryInfo folder) => folder.Name is "bin" or "obj" or "node_modules" || folder.Name.StartsWith('.') || folder.LinkTarget is not null;
}
