using System.Diagnostics;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>The completion scripts in real shells; one that is not installed is left out.</summary>
internal sealed class ShellCompletionTests
{
    private const string Drive = """
        PATH="$PWD:$PATH"
        eval "$(argos completion bash)"
        try() {
            COMP_LINE="$1"; COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"
            [[ "$1" == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _argos
            echo "$1=> ${COMPREPLY[*]}"
        }
        try "argos te"
        try "argos test --co"
        try "argos test --output j"
        try "argos test pol"
        try "argos eval --explain "
        try "argos "
        """;

    [Test]
    public void Bash_completes_commands_options_values_and_files()
    {
        using var cli = new CliRun().Write("policies/a.csx", "").Write("drive.sh", Drive).Write("argos", $"#!/bin/sh\nexec dotnet exec '{Path.Combine(BuiltOutput.Root, "engine/Argos.Rules.Cli/bin", BuiltOutput.Configuration, "net10.0/argos.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(cli.Folder, "argos"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var lines = Shell("bash", cli.Folder, "drive.sh").Split('\n');

        Assert.That(lines[..5], Is.EqualTo(new[]
        {
            "argos te=> test",
            "argos test --co=> --coverage",
            "argos test --output j=> json junit",
            "argos test pol=> policies",
            "argos eval --explain => fails full off",
        }));
        Assert.That(lines[5], Does.Contain("check").And.Contain("completion").And.Not.Contain("--help").And.Not.Contain("/h"));
    }

    [TestCase("zsh")]
    [TestCase("fish")]
    [TestCase("bash")]
    public async Task Script_parses(string shell)
    {
        using var cli = new CliRun();
        await cli.RunAsync("completion", shell);
        cli.Write("script", cli.Output);

        Assert.That(Shell(shell, cli.Folder, "-n", "script"), Is.Empty);
    }

    private static string Shell(string shell, string folder, params string[] args)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(shell, args) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore($"`{shell}` is not installed");
            throw;
        }
        using (process)
        {
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, output);
            return output;
        }
    }
}
