using System.Collections.Immutable;
using Argos.Rules.Cli.Check;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>What `argos check` finds in a project, and whether its other documents can be read.</summary>
internal static class ProjectCheck
{
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(ProjectFolder folder, CancellationToken cancellation)
    {
        var policy = folder.Policy;
        var found = await CheckRun.RunAsync([policy], folder.Terminal, cancellation);
        return [.. found.SelectMany(static f => f.Diagnostics), .. SettingsRun.Beside([policy], folder.Terminal), .. Documents(folder)];
    }

    private static IEnumerable<Diagnostic> Documents(ProjectFolder folder) =>
        DocumentFindings.Names.Where(folder.Has).SelectMany(name => Document(name, folder));

    private static ImmutableArray<Diagnostic> Document(string name, ProjectFolder folder)
    {
        var (text, problem) = SourceReader.Read(folder.PathOf(name), name);
        return text is null ? [problem!] : DocumentFindings.Of(name, text);
    }
}
