using Argos.Rules.Cli;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class CommandLineTests
{
    [Test]
    public async Task Help_of_every_command_has_examples_and_exit_codes()
    {
        using var cli = new CliRun();
        var commands = ArgosCommand.Root(cli.Terminal(TextWriter.Null, TextWriter.Null, CancellationToken.None)).Subcommands;
        Assert.That(commands, Is.Not.Empty);

        foreach (var command in commands)
        {
            Assert.That(await cli.RunAsync(command.Name, "--help"), Is.Zero);
            Assert.That(cli.Output, Does.Match($"Examples:\n  .*argos {command.Name}").And.Contain("Exit codes:"), command.Name);
            Assert.That(command.Options.Where(static o => string.IsNullOrEmpty(o.Description)).Select(static o => o.Name), Is.Empty, command.Name);
            Assert.That(command.Arguments.Where(static a => string.IsNullOrEmpty(a.Description)).Select(static a => a.Name), Is.Empty, command.Name);
        }
    }

    [Test]
    public async Task Help_lists_every_command()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("--help"), Is.Zero);
        Assert.That(cli.Output, Does.Contain("check").And.Contain("test").And.Contain("Exit codes:"));
    }

    [TestCase]
    [TestCase("chekc")]
    public async Task Unknown_or_no_command_is_wrong_use(params string[] args)
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync(args), Is.EqualTo(2));
        Assert.That(cli.Error, Does.EndWith("see `argos --help`\n"));
    }

    [Test]
    public async Task Program_tests_a_policy_in_its_own_process()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", CliRun.Tests);
        var program = Path.Combine(BuiltOutput.Root, "engine/Argos.Rules.Cli/bin", BuiltOutput.Configuration, "net10.0/argos.dll");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));

        await using var process = ChildProcess.StartDotnet("argos", program, ["test", "."], cli.Folder);

        Assert.That(await process.WaitForExitAsync(deadline.Token), Is.Zero, process.Log.Last(20));
        Assert.That(process.Log.Last(20), Does.Contain("a/policy.csx: 3 of 3 cases passed"));
    }
}
