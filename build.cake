// The order of the build; what each step does is in the tools it calls. `--target=X`, `--configuration=Release|Debug`.
//   Run       builds engine and mgmt and starts them on a sample cluster, for a demonstration (--once ends after it)
//   Test      formatting, build, Policies, and the tests that take no whole system and little time
//   Verify    the others: whole systems, models, chaos, nodes; with KUBEBUILDER_ASSETS set, the real API server
//   Long      the long tests: fuzzing with more than a million inputs, and the cost audit with its tables
//   Policies  formatting, warnings, tests and mutants of the stock policies, by the command line that their authors use
//   Format    formats the code in place
//   Manifests writes k8s/policies/ and the policies' components from policies/
//   Release   writes artifacts/release: manifests, chart, the tool `argos` as a package and for each platform, bill of materials, licences, checksums
//   ReleaseCheck  the same twice; both must have the same bytes
//   Images    builds the container images with docker, podman or buildah; --registry=R pushes them (k8s/README.md, "Images")
#load ".ci/build/images.cake"
#load ".ci/build/release.cake"
var target = Argument("target", "Default");
var configuration = Argument("configuration", "Release");
const string Solution = "Argos.Rules.sln";

Task("__Build").Does(() => DotNetBuild(Solution, new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet }));

Task("__Format").Does(() => DotNetFormat(Solution, new DotNetFormatSettings { VerifyNoChanges = true }));

// A test that takes seconds is in the category `Long`, and so is whatever starts a whole system.
Task("__Test").Does(() => TestProjects("test", name => IsSystem(name) ? null : "TestCategory!=Long"));

Task("Verify").IsDependentOn("__Build").Does(() => TestProjects("verify", name => IsSystem(name) ? "" : "TestCategory=Long"));

Task("Long").IsDependentOn("__Build").Does(() =>
{
    const long MinimumInputs = 1_000_000;
    var counts = MakeAbsolute(File("./artifacts/fuzz-counts.txt")).FullPath;
    EnsureDirectoryExists("./artifacts");
    System.IO.File.WriteAllText(counts, "");
    Environment.SetEnvironmentVariable("ARGOS_FUZZ_RUNS", Argument("runs", "100000"));
    Environment.SetEnvironmentVariable("ARGOS_FUZZ_COUNTS", counts);
    foreach (var name in new[] { "Engine", "Mgmt" }) TestProject($"./tests/Argos.Rules.{name}.Tests/Argos.Rules.{name}.Tests.csproj", "long", "FullyQualifiedName~.Fuzz.|FullyQualifiedName~.Costs.", "console;verbosity=detailed");
    var inputs = System.IO.File.ReadAllLines(counts).Sum(line => long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    Information("{0:N0} inputs over {1} targets", inputs, System.IO.File.ReadAllLines(counts).Length);
    if (inputs < MinimumInputs) throw new CakeException($"the targets were tried with {inputs:N0} inputs in all, of at least {MinimumInputs:N0}; see --runs");
});

Task("Policies").IsDependentOn("__Build").Does(() =>
{
    Argos("fmt --check policies/");
    Argos("check --strict policies/");
    Argos("test --fail-on-empty --threshold 95 policies/");
    foreach (var policy in GetFiles("./policies/*/policy.csx").OrderBy(file => file.FullPath)) Argos("mutate policies/" + policy.GetDirectory().GetDirectoryName());
});

Task("Test").IsDependentOn("__Build").IsDependentOn("__Format").IsDependentOn("__Test").IsDependentOn("Policies");

Task("Run").Does(() =>
{
    DotNetBuild("./tests/Argos.Rules.Demo/Argos.Rules.Demo.csproj", new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet });
    var demo = $"./tests/Argos.Rules.Demo/bin/{configuration}/net10.0/argos-demo.dll";
    var exit = StartProcess("dotnet", new ProcessSettings { Arguments = new ProcessArgumentBuilder().Append("exec").AppendQuoted(demo).Append(HasArgument("once") ? "--once" : "") });
    if (exit != 0) throw new CakeException($"the demo failed (exit code {exit})");
});

Task("Format").Does(() => DotNetFormat(Solution));

Task("Manifests").Does(() =>
{
    foreach (var policy in GetFiles("./policies/*/policy.csx"))
    {
        var name = policy.GetDirectory().GetDirectoryName();
        // Every cluster has the first; the others are optional components, one for all policies of AWS.
        var isOptional = name != "kubernetes";
        string Block(string file) => string.Concat(System.IO.File.ReadAllLines(file).Select(line => (line.Length == 0 ? "" : "    " + line) + "\n"));
        var tests = policy.GetDirectory().CombineWithFilePath("tests.yaml").FullPath;
        var manifest = string.Join("\n",
            "# Generated from policies/" + name + " by `dotnet dnx -y cake.tool --target=Manifests`; edit the files there instead.",
            "# The engine runs the tests before it puts the policy into force.",
            "apiVersion: v1",
            "kind: ConfigMap",
            "metadata:",
            "  name: policy-" + name,
            "  namespace: argos",
            "  labels:" + (isOptional ? "\n    app.kubernetes.io/name: identityd" : ""),
            "    app.kubernetes.io/part-of: argos-rules",
            "    argos.athenz.io/policy: csharp",
            "data:",
            "  " + name + ".csx: |",
            "") + Block(policy.FullPath) + "  " + name + ".tests.yaml: |\n" + Block(tests);
        var folder = isOptional ? "./k8s/components/" + (name.StartsWith("aws-") ? "aws" : name) + "/" : "./k8s/policies/";
        EnsureDirectoryExists(folder);
        System.IO.File.WriteAllText(folder + name + ".yaml", manifest);
    }
});

Task("Release").Does(() => BuildRelease());

Task("ReleaseCheck").Does(() => CheckRelease());

Task("Images").Does(() => BuildImages());

Task("Default").IsDependentOn("Test");

void Argos(string arguments)
{
    var exit = StartProcess("dotnet", $"exec ./engine/Argos.Rules.Cli/bin/{configuration}/net10.0/argos.dll {arguments}");
    if (exit != 0) throw new CakeException($"`argos {arguments}` says no (exit code {exit})");
}

bool IsSystem(string project) => project is "Argos.Rules.System.Tests" or "Argos.Rules.Node.Tests";

// Every project runs even if an earlier one failed: one run shows everything that is broken.
void TestProjects(string tier, Func<string, string> filter)
{
    var failed = new List<string>();
    foreach (var project in GetFiles("./tests/*.Tests/*.csproj").OrderBy(file => file.FullPath))
    {
        var name = project.GetFilenameWithoutExtension().ToString();
        if (filter(name) is not { } tests) continue;
        try { TestProject(project, tier, tests); }
        catch (CakeException) { failed.Add(name); }
    }
    if (failed.Count > 0) throw new CakeException($"tests failed in {string.Join(", ", failed)}");
}

void TestProject(FilePath project, string tier, string filter, params string[] loggers) => DotNetTest(project.FullPath, new DotNetTestSettings
{
    Configuration = configuration,
    NoBuild = true,
    NoLogo = true,
    Filter = filter.Length > 0 ? filter : null,
    // A test that hangs ends its run, which names it; the longest ones, of fuzzing, take some minutes.
    ArgumentCustomization = arguments => arguments.Append("--blame-hang").Append("--blame-hang-timeout").Append("15m").Append("--blame-hang-dump-type").Append("none"),
    Loggers = loggers.Prepend($"trx;LogFileName={project.GetFilenameWithoutExtension()}.{tier}.trx").ToList(),
    ResultsDirectory = "./artifacts/test-results",
});

RunTarget(target);
