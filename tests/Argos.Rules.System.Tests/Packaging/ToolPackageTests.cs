using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.System.Tests.Packaging;

/// <summary><c>argos</c> as those get it who have no clone: packed, installed from a folder, and run.</summary>
internal sealed class ToolPackageTests : SystemTest
{
    [Test]
    public async Task Tool_is_packed_installed_and_tests_a_policy()
    {
        var (packages, tools) = (Path.Combine(Folder, "packages"), Path.Combine(Folder, "tools"));
        await RunAsync("dotnet", "pack", Path.Combine(BuiltOutput.Root, "engine", "Argos.Rules.Cli"), "--no-build", "--nologo", "-v", "q",
            "-c", BuiltOutput.Configuration, "-o", packages);
        // No other source: what the tool needs must be in its package.
        var sources = Path.Combine(Folder, "nuget.config");
        await File.WriteAllTextAsync(sources,
            $"""<configuration><packageSources><clear /><add key="here" value="{packages}" /></packageSources></configuration>""",
            Deadline);
        await RunAsync("dotnet", "tool", "install", "Argos.Rules.Cli", "--tool-path", tools, "--configfile", sources, "--version",
            BuiltOutput.Version);
        var argos = Path.Combine(tools, OperatingSystem.IsWindows() ? "argos.exe" : "argos");

        Assert.That((await RunAsync(argos, "version")).Trim(),
            Does.Match($"^argos {BuiltOutput.Version.Replace(".", "\\.", StringComparison.Ordinal)}(\\+[0-9a-f]{{40}})?$"));
        Assert.That(await RunAsync(argos, "test", "--fail-on-empty", Path.Combine(BuiltOutput.Root, "policies", "zts-token")),
            Does.Match(@"[1-9]\d* passed, 0 failed"));
        Assert.That(await RunAsync(argos, "pack", Path.Combine(BuiltOutput.Root, "policies", "zts-token")),
            Does.Contain("name: \"policy-zts-token\""));
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        // What installed tools and packages leave behind stays in the test's folder.
        var environment = new Dictionary<string,
            string>
        {
            ["DOTNET_CLI_HOME"] = Folder,
            ["DOTNET_NOLOGO"] = "1",
            ["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")
        };
        await using var process = ChildProcess.Start(Path.GetFileName(program), program, arguments, Folder, environment);
        var code = await process.WaitForExitAsync(Deadline);
        Assert.That(code, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{process.Log}");
        return process.Log.ToString();
    }
}
