using Argos.Rules.Engine.Configuration;

namespace Argos.Rules.Engine.Tests.Configuration;

internal sealed class CommandLineTests
{
    [Test]
    public void Parse_reads_flags_and_settings_in_both_forms()
    {
        var command = CommandLine.Parse(["--validate", "--config", "engine.json", "--Callback:Listen=0.0.0.0:1", "--Audit:File", "-"]);

        Assert.That(command.Errors, Is.Empty);
        Assert.That(command.Validate, Is.True);
        Assert.That(command.ConfigFile, Is.EqualTo("engine.json"));
        Assert.That(command.Settings["Callback:Listen"], Is.EqualTo("0.0.0.0:1"));
        Assert.That(command.Settings["Audit:File"], Is.EqualTo("-"));
    }

    [TestCase("--validat", "`--validat` is not a known flag: did you mean `--validate`?")]
    [TestCase("--confg=x", "`--confg` is not a known flag: did you mean `--config`?")]
    [TestCase("--token=secret", "`--token` is not a known flag: settings are given as `--Section:Setting=value`, see `--help`")]
    [TestCase("serve", "`serve` is not a known flag: settings are given as `--Section:Setting=value`, see `--help`")]
    [TestCase("--config", "`--config` needs a value: `--config=...`")]
    [TestCase("--Callback:Listen", "`--Callback:Listen` needs a value: `--Callback:Listen=...`")]
    public void Parse_of_an_argument_that_means_nothing_is_an_error(string argument, string expected) =>
        Assert.That(CommandLine.Parse([argument]).Errors, Is.EqualTo(new[] { expected }));
}
