using System.Text.RegularExpressions;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Engine.Tests.PolicyTests;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>The commands of <c>argos</c> in the operators' and authors' guides use options that there are.</summary>
internal sealed partial class ProviderSetupCommandTests
{
    private static readonly string[] Guides = ["k8s/PROVIDER-SETUP.md", "k8s/README.md", "policies/README.md", "policies/aws-ec2/README.md", "engine/README.md"];

    public static IEnumerable<TestCaseData> Commands =>
        from guide in Guides
        from match in Command().Matches(File.ReadAllText(Path.Combine(StockPolicies.Root, guide)).Replace("\\\n", " ", StringComparison.Ordinal))
        select new TestCaseData(match.Groups[1].Value, match.Groups[2].Value).SetArgDisplayNames(guide, match.Value);

    [TestCaseSource(nameof(Commands))]
    public async Task Command_of_a_guide_has_its_options(string command, string arguments)
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync(command, "--help"), Is.EqualTo(ExitCodes.Ok), cli.Error);
        // The first lines are the description; each option stands at the beginning of a line, with its other name before or behind it.
        Assert.That(Option().Matches(arguments).Select(static m => m.Groups[1].Value).Where(option => !Regex.IsMatch(cli.Output, $@"(?m)^\s+(?:-\w, )?{Regex.Escape(option)}\b|^\s+{Regex.Escape(option)}, ")), Is.Empty, cli.Output);
    }

    [GeneratedRegex(@"\bargos (cert|eval|check|test|new|bench|docs|fmt|mutate|diff|completion)\b([^\n`|&]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<=\s)(--?[a-z][a-z-]*)")]
    private static partial Regex Option();
}
