using Argos.Rules.Cli.Mutation;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>Tries the mutants of a project as `argos mutate` does.</summary>
internal static class ProjectMutants
{
    public static async Task<MutantsResponse> RunAsync(ProjectFolder folder, CancellationToken cancellation)
    {
        var tried = await new MutationRun(PlaygroundLimits.Runs, folder.Terminal).RunAsync(folder.Policy, cancellation);
        return new MutantsResponse(tried.Diagnostics, [.. tried.Survivors], tried.Fates.Length, tried.Count(MutantFate.Killed),
            tried.NotTried ? 0 : tried.Score);
    }
}
