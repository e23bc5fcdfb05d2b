using Argos.Rules.Cli.Playground.Running;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Playground.Examples;

/// <summary>A policy of the user's as a project: it is read, and nothing is written back.</summary>
internal static class OwnProject
{
    /// <exception cref="UsageException">The path names no policy, or more than one.</exception>
    public static Project Read(string path, Terminal terminal)
    {
        var files = PolicyFinder.Find([path], terminal);
        if (files.Count != 1) throw new UsageException($"`{path}` has {files.Count} policies: name one");
        var folder = Path.GetDirectoryName(files[0].Path)!;
        return new Project
        {
            Name = files[0].Name,
            Policy = Text(files[0].Path, files[0].Shown),
            Tests = files[0].TestsPath is { } tests ? Text(tests, files[0].TestsShown!) : "",
            Settings = Beside(folder, "settings.yaml"),
            Mutants = Beside(folder, "mutants.yaml"),
        };
    }

    private static string Beside(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? Text(Path.Combine(folder, name), name) : "";

    private static string Text(string path, string shown)
    {
        var (text, problem) = SourceReader.Read(path, shown);
        return text ?? throw new UsageException($"`{shown}`: {problem!.Message}");
    }
}
