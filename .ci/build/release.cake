// Everything of a release in artifacts/release; the same sources give the same bytes.
#load "version.cake"
#load "archives.cake"
#load "chart.cake"
#load "licences.cake"

const string ReleaseFolder = "./artifacts/release";
const string ReleaseWork = "./artifacts/release-work";
static readonly string[] Platforms = ["linux-x64", "linux-arm64", "osx-x64", "osx-arm64", "win-x64"];

/// Paths of this machine stay out of what is compiled. One thread for a compiler, and never one that has compiled before: the generator of log
/// methods orders them by hash codes, which depend on what else has run on its thread.
string Reproducible() => "-p:ContinuousIntegrationBuild=true -p:UseSharedCompilation=false -p:CompilerResponseFile=\"" + MakeAbsolute(File("./.ci/build/reproducible.rsp")).FullPath + "\"";

void BuildRelease()
{
    foreach (var folder in new[] { ReleaseFolder, ReleaseWork })
    {
        if (System.IO.Directory.Exists(folder)) System.IO.Directory.Delete(folder, recursive: true);
        EnsureDirectoryExists(folder);
    }
    // Whatever was compiled otherwise is compiled again; the licences and bills of materials are read from what a restore has written.
    foreach (var folder in GetDirectories("./engine/*/obj/" + configuration) + GetDirectories("./engine/*/bin/" + configuration)) DeleteDirectory(folder, new DeleteDirectorySettings { Recursive = true, Force = true });
    Run("dotnet", $"restore {Solution} --nologo -v q", "the packages were not restored");
    WriteManifests();
    WriteChart(System.IO.File.ReadAllText($"{ReleaseFolder}/argos-rules.yaml"));
    CopyFile("./LICENSE", $"{ReleaseFolder}/LICENSE");
    WriteLicences($"{ReleaseFolder}/THIRD-PARTY-NOTICES.txt");
    PackTool();
    foreach (var platform in Platforms) PublishBinary(platform);
    WriteSbom();
    WriteChecksums();
}

/// The settings are a file of their own: applied once, edited by the operator, and never again by an upgrade.
void WriteManifests()
{
    System.IO.File.WriteAllText($"{ReleaseWork}/kustomization.yaml", "resources: [../../k8s]\ncomponents: [../../k8s/components/own-settings]\n");
    var exit = StartProcess("kubectl", new ProcessSettings { Arguments = $"kustomize {ReleaseWork}", RedirectStandardOutput = true }, out var lines);
    if (exit != 0) throw new CakeException($"the manifests could not be put together (exit code {exit})");
    System.IO.File.WriteAllText($"{ReleaseFolder}/argos-rules.yaml", string.Concat(lines.Select(static line => line + "\n")));
    CopyFile("./k8s/settings.yaml", $"{ReleaseFolder}/settings.yaml");
}

void PackTool()
{
    Run("dotnet", $"pack engine/Argos.Rules.Cli -c {configuration} -o {ReleaseFolder} --nologo -v q {Reproducible()}", "the tool was not packed");
    NormalizePackage($"{ReleaseFolder}/Argos.Rules.Cli.{Version()}.nupkg");
}

/// With the runtime: it runs on a machine without .NET.
void PublishBinary(string platform)
{
    var name = $"argos-{Version()}-{platform}";
    var folder = $"{ReleaseWork}/{name}";
    Run("dotnet", $"publish engine/Argos.Rules.Cli -c {configuration} -r {platform} --self-contained -o {folder} --nologo -v q {Reproducible()} -p:DebugType=none", $"argos was not published for {platform}");
    foreach (var text in new[] { "LICENSE", "THIRD-PARTY-NOTICES.txt" }) CopyFile($"{ReleaseFolder}/{text}", $"{folder}/{text}");
    if (platform.StartsWith("win-")) MakeZip(ReleaseWork, name, $"{ReleaseFolder}/{name}.zip");
    else MakeTarball(ReleaseWork, name, $"{ReleaseFolder}/{name}.tar.gz");
}

/// One for each program. The generator notes the time of its run; the time of the commit says as much, and is the same in the next run.
void WriteSbom()
{
    var time = Git("log -1 --format=%cI");
    foreach (var project in Shipped)
    {
        var name = "argos-" + project.Split('.')[^1].ToLowerInvariant();
        var source = $"{project}/{System.IO.Path.GetFileName(project)}.csproj";
        Run("dotnet", $"dnx -y CycloneDX@6.3.1 -- {source} -o {ReleaseFolder} -fn {name}.cdx.json -F Json -ns -rs -dpr -sn {name} -sv {Version()} -st Application", $"the bill of materials of {name} was not written");
        var file = $"{ReleaseFolder}/{name}.cdx.json";
        System.IO.File.WriteAllText(file, Regex.Replace(System.IO.File.ReadAllText(file), "\"timestamp\": \"[^\"]*\"", $"\"timestamp\": \"{(time.Length == 0 ? Epoch.ToString("o") : time)}\""));
    }
}

void WriteChecksums()
{
    var lines = System.IO.Directory.GetFiles(ReleaseFolder).Select(static file => System.IO.Path.GetFileName(file)).OrderBy(static name => name, StringComparer.Ordinal)
        .Select(static name => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes($"{ReleaseFolder}/{name}"))) + "  " + name + "\n").ToList();
    System.IO.File.WriteAllText($"{ReleaseFolder}/SHA256SUMS", string.Concat(lines));
    foreach (var line in lines) Information("{0}", line.TrimEnd());
}

/// Twice, and every file must have the same bytes.
void CheckRelease()
{
    BuildRelease();
    var first = System.IO.File.ReadAllText($"{ReleaseFolder}/SHA256SUMS");
    BuildRelease();
    var changed = System.IO.File.ReadAllText($"{ReleaseFolder}/SHA256SUMS").Split('\n').Except(first.Split('\n')).ToList();
    if (changed.Count > 0) throw new CakeException("a second run wrote other bytes:\n" + string.Join("\n", changed));
}
