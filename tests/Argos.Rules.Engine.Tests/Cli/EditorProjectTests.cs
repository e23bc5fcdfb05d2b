using Argos.Rules.Cli.Skeletons;
using Argos.Rules.Language;
using Argos.Rules.TestKit.Processes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>What `argos new --project` writes builds, and understands every policy that is here.</summary>
internal sealed class EditorProjectTests
{
    [Category("Long")]
    [Test]
    public async Task New_project_builds_and_its_build_checks_the_policy()
    {
        using var cli = new CliRun();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(300));
        Assert.That(await cli.RunAsync("new", "pay", "--project"), Is.Zero, cli.Error);
        string[] build = ["build", "pay/pay.csproj", "-nologo", $"-p:ArgosCommand=dotnet {BuiltOutput.Cli}"];

        await using var good = ChildProcess.Start("build", "dotnet", build, cli.Folder);
        Assert.That(await good.WaitForExitAsync(deadline.Token), Is.Zero, good.Log.Last(40));
        Assert.That(good.Log.Last(40), Does.Contain("0 Warning(s)"));

        // The editor's own compiler takes this; only `argos check` knows better.
        cli.Write("pay/policy.csx", "return Deny(\"Bad Code\");\n");
        await using var refused = ChildProcess.Start("build", "dotnet", build, cli.Folder);
        Assert.That(await refused.WaitForExitAsync(deadline.Token), Is.Not.Zero, refused.Log.Last(40));
        Assert.That(refused.Log.Last(40), Does.Match(@"policy\.csx\(1,13\): error ARG0317"));
    }

    [TestCaseSource(nameof(Policies))]
    public void Globals_are_enough_for(string path)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var usings = string.Concat(EditorProject.Usings().Select(static n => $"global using {n};\n")) + "global using static PolicyGlobals;\n";
        var compilation = CSharpCompilation.Create(
            "editor",
            [Parse(File.ReadAllText(Path.Combine(BuiltOutput.Root, path))), Parse(EditorProject.Globals()), Parse(usings)],
            [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal)).Concat(LanguageAssemblies.All.Select(static a => a.Location)).Distinct().Select(static f => MetadataReference.CreateFromFile(f))],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        Assert.That(compilation.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning), Is.Empty);

        SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, options);
    }

    private static IEnumerable<string> Policies() => Directory.EnumerateFiles(Path.Combine(BuiltOutput.Root, "policies"), "*.csx", SearchOption.AllDirectories)
        .Select(static f => Path.GetRelativePath(BuiltOutput.Root, f)).Order(StringComparer.Ordinal);
}
