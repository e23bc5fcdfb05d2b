using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Language;

namespace Argos.Rules.Cli.Skeletons;

/// <summary>`argos new`: a policy that passes its tests from the first minute.</summary>
internal static class NewCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The folder to make; lower-case letters, digits and `-`." };
        var project = new Option<bool>("--project") { Description = "Also write a small project with which VS Code and Rider complete and type-check the policy." };
        var command = new ExampleCommand(
            "new",
            "Writes a new policy, its tests and the data it asks for into a folder. `argos test NAME` passes at once. Nothing that is there is overwritten.",
            "argos new policies/payments",
            "argos new payments --project")
        {
            name, project,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = terminal.Absolute(parsed.GetRequiredValue(name));
            var policy = Path.GetFileName(folder);
            if (policy.Length is 0 or > 63 || !policy.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                throw new UsageException($"`{policy}` is not a name for a policy: use lower-case letters, digits and `-`");
            var files = Files(policy, parsed.GetValue(project)).ToArray();
            if (files.FirstOrDefault(f => File.Exists(Path.Combine(folder, f.Path))) is { Path: { } there }) throw new UsageException($"`{terminal.Shown(Path.Combine(folder, there))}` is there already: nothing was written");
            foreach (var (path, content) in files)
            {
                var full = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                await File.WriteAllBytesAsync(full, content, cancellation);
                await terminal.Out.WriteLineAsync(terminal.Shown(full));
            }
            await terminal.Error.WriteLineAsync($"now: argos test {terminal.Shown(folder)} --watch");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static IEnumerable<(string Path, byte[] Content)> Files(string name, bool withProject)
    {
        yield return (PolicyNames.FolderPolicy, Bytes(Skeleton.Policy(name)));
        yield return (PolicyNames.FolderTests, Bytes(Skeleton.Tests(name)));
        yield return ("domains.yaml", Bytes(Skeleton.Data(name)));
        if (!withProject) yield break;
        yield return ($"{name}.csproj", Bytes(EditorProject.Project()));
        yield return ($"{EditorProject.Folder}/PolicyGlobals.cs", Bytes(EditorProject.Globals()));
        foreach (var library in LanguageAssemblies.All.Select(static a => a.Location))
        {
            yield return ($"{EditorProject.Folder}/{Path.GetFileName(library)}", File.ReadAllBytes(library));
            var documentation = Path.ChangeExtension(library, ".xml");
            if (File.Exists(documentation)) yield return ($"{EditorProject.Folder}/{Path.GetFileName(documentation)}", File.ReadAllBytes(documentation));
        }
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));
}
