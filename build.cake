// The order of the build; what each step does is in the tools it calls. `--target=X`, `--configuration=Release|Debug`.
//   Run       builds and starts engine and mgmt on a sample cluster, and tells a small story (--once ends after it)
//   Test      formatting, build, and everything that passes without a cluster; with KUBEBUILDER_ASSETS set, the real API server too
//   Policies  the tests of the stock policies only
//   Format    formats the code in place
//   Images    container images with the SDK's own publisher (needs a registry or a local daemon)
var target = Argument("target", "Default");
var configuration = Argument("configuration", "Release");
const string Solution = "Argos.Rules.sln";

Task("__Build").Does(() => DotNetBuild(Solution, new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet }));

Task("__Format").Does(() => DotNetFormat(Solution, new DotNetFormatSettings { VerifyNoChanges = true }));

Task("__Test").Does(() =>
{
    var projects = GetFiles("./tests/*.Tests/*.csproj").OrderBy(file => file.FullPath).ToList();
    var failed = new List<string>();
    foreach (var project in projects)
    {
        // Every project runs even if an earlier one failed: one run shows everything that is broken.
        try { TestProject(project, filter: null); }
        catch (CakeException) { failed.Add(project.GetFilenameWithoutExtension().ToString()); }
    }
    if (failed.Count > 0) throw new CakeException($"tests failed in {string.Join(", ", failed)}");
});

Task("Test").IsDependentOn("__Build").IsDependentOn("__Format").IsDependentOn("__Test");

Task("Policies").IsDependentOn("__Build").Does(() => TestProject("./tests/Argos.Rules.Engine.Tests/Argos.Rules.Engine.Tests.csproj", "FullyQualifiedName~StockPolicies"));

Task("Run").IsDependentOn("__Build").Does(() =>
{
    var demo = $"./tests/Argos.Rules.Demo/bin/{configuration}/net10.0/argos-demo.dll";
    var exit = StartProcess("dotnet", new ProcessSettings { Arguments = new ProcessArgumentBuilder().Append("exec").AppendQuoted(demo).Append(HasArgument("once") ? "--once" : "") });
    if (exit != 0) throw new CakeException($"the story did not come out as told (exit code {exit})");
});

Task("Format").Does(() => DotNetFormat(Solution));

Task("Images").Does(() =>
{
    foreach (var project in new[] { "./engine/Argos.Rules.Engine/Argos.Rules.Engine.csproj", "./mgmt/Argos.Rules.Mgmt/Argos.Rules.Mgmt.csproj" })
    {
        DotNetPublish(project, new DotNetPublishSettings { Configuration = "Release", ArgumentCustomization = args => args.Append("/t:PublishContainer") });
    }
});

Task("Default").IsDependentOn("Test");

void TestProject(FilePath project, string filter) => DotNetTest(project.FullPath, new DotNetTestSettings
{
    Configuration = configuration,
    NoBuild = true,
    NoLogo = true,
    Filter = filter,
    Loggers = { $"trx;LogFileName={project.GetFilenameWithoutExtension()}.trx" },
    ResultsDirectory = "./artifacts/test-results",
});

RunTarget(target);
