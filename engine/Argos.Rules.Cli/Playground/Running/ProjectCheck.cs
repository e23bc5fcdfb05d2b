using System.Collections.Immutable;
using Argos.Rules.Cli.Check;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>What `argos check` finds in a project, and whether its other documents can be read.</summary>
internal static class ProjectCheck
{
    private const string DocumentCode = "document";

    public static async Task<ImmutableArray<Diagnostic>> RunAsync(ProjectFolder folder, CancellationToken cancellation)
    {
        var policy = folder.Policy;
        var found = await CheckRun.RunAsync([policy], folder.Terminal, cancellation);
        return [.. found.SelectMany(static f => f.Diagnostics), .. SettingsRun.Beside([policy], folder.Terminal), .. Documents(folder)];
    }

    private static IEnumerable<Diagnostic> Documents(ProjectFolder folder) =>
        new[] { ProjectFolder.InputName, ProjectFolder.DataName, ProjectFolder.FactsName }.Where(folder.Has)
            .Select(name => Document(name, folder)).OfType<Diagnostic>();

    private static Diagnostic? Document(string name, ProjectFolder folder)
    {
        try
        {
            DataArguments.ReadFile(name, folder.Terminal);
            return null;
        }
        catch (UsageException problem)
        {
            return new Diagnostic(DocumentCode, problem.Message, new Location(name, 1, 1));
        }
    }
}
