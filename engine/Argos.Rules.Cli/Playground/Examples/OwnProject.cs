using Argos.Rules.Cli.Mutation;
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
        var policy = files[0];
        return new Project
        {
            Name = policy.Name,
            Policy = Text(policy.Path, terminal),
            Tests = OrEmpty(policy.TestsPath, terminal),
            Settings = OrEmpty(Path.Combine(Path.GetDirectoryName(policy.Path)!, "settings.yaml"), terminal),
            Mutants = OrEmpty(AcceptedMutants.PathOf(policy.Path), terminal),
        };
    }

    private static string OrEmpty(string? path, Terminal terminal) => File.Exists(path) ? Text(path, terminal) : "";

    private static string Text(string path, Terminal terminal)
    {
        var shown = terminal.Shown(path);
        var (text, problem) = SourceReader.Read(path, shown);
        return text ?? throw new UsageException($"`{shown}`: {problem!.Message}");
    }
}
