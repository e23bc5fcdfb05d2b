using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Demo;

/// <summary>The auditor's question, asked of the demo's own records: who got this identity, why, and would the policy of this repository still give it?</summary>
internal static class AuditQuestion
{
    private const string Identity = "media.sports.api";

    /// <summary>The line to paste.</summary>
    public static string CommandLine(StoryStage stage) => $"dotnet {BuiltOutput.Cli} {string.Join(' ', Arguments(stage))}";

    /// <summary>Asks, and writes the answer.</summary>
    public static async Task AskAsync(StoryStage stage, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"\nargos {string.Join(' ', Arguments(stage))}");
        await using var argos = ChildProcess.StartDotnet("argos", BuiltOutput.Cli, Arguments(stage), stage.Folder);
        await argos.WaitForExitAsync(cancellationToken);
        await output.WriteLineAsync(argos.Log.ToString());
    }

    private static string[] Arguments(StoryStage stage) =>
        ["audit", "who", Identity, stage.Engine.Settings.AuditFile, "-p", "kubernetes-policy=" + Path.Combine(BuiltOutput.Root, "policies", "kubernetes")];
}
