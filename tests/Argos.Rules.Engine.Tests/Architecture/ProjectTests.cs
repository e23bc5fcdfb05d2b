using System.Text.Json;
using System.Xml.Linq;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>Which project refers to which: what is not referenced cannot be used.</summary>
internal sealed class ProjectTests
{
    /// <summary>Each project with the projects and packages it refers to; analyzers aside.</summary>
    private static readonly Dictionary<string, string[]> References = new(StringComparer.Ordinal)
    {
        ["engine/Argos.Rules.Contracts"] = [],
        ["engine/Argos.Rules.Language"] = ["Argos.Rules.Contracts"],
        ["engine/Argos.Rules.Yaml"] = ["Argos.Rules.Contracts", "YamlDotNet"],
        ["engine/Argos.Rules.Sandbox"] = ["Argos.Rules.Language", "Argos.Rules.Yaml", "Mono.Cecil"],
        ["engine/Argos.Rules.Compiler"] = ["Argos.Rules.Sandbox", "Microsoft.CodeAnalysis.CSharp.Scripting"],
        ["engine/Argos.Rules.Hosting"] = ["OpenTelemetry.Exporter.OpenTelemetryProtocol"],
        ["engine/Argos.Rules.Core"] =
            ["Argos.Rules.Sandbox", "Argos.Rules.Hosting", "Microsoft.IdentityModel.JsonWebTokens", "Polly.Core", "System.Security.Cryptography.Pkcs"],
        ["engine/Argos.Rules.Testing"] = ["Argos.Rules.Core"],
        ["engine/Argos.Rules.Trial"] = ["Argos.Rules.Core", "Argos.Rules.Testing"],
        ["engine/Argos.Rules.Enrollment"] = ["Argos.Rules.Contracts", "Argos.Rules.Hosting"],
        ["engine/Argos.Rules.Auditing"] = ["Argos.Rules.Core"],
        ["engine/Argos.Rules.Engine"] = ["Argos.Rules.Auditing", "Argos.Rules.Core", "Argos.Rules.Enrollment", "Argos.Rules.Hosting"],
        ["engine/Argos.Rules.Cli"] =
            ["Argos.Rules.Auditing", "Argos.Rules.Compiler", "Argos.Rules.Core", "Argos.Rules.Enrollment", "Argos.Rules.Hosting", "Argos.Rules.Testing", "System.CommandLine"],
        ["mgmt/Argos.Rules.Mgmt"] = ["Argos.Rules.Contracts", "Argos.Rules.Hosting", "YamlDotNet"],
    };

    [TestCaseSource(nameof(Projects))]
    public void Project_refers_to_what_the_table_says(string project) => Assert.That(ReferencesOf(project), Is.EquivalentTo(References[project]));

    [Test]
    public void Every_project_is_in_the_table()
    {
        var projects = new[] { "engine", "mgmt" }.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(static file => Path.GetRelativePath(SourceTree.Root, Path.GetDirectoryName(file)!));

        Assert.That(projects, Is.EquivalentTo(References.Keys));
    }

    [TestCase("argos-engine", "argos-compiler", "Microsoft.CodeAnalysis")]
    [TestCase("argos-trial", "argos-compiler", "Microsoft.CodeAnalysis")]
    public void Program_can_load_no_compiler_although_it_lies_beside_it(string program, params string[] foreign)
    {
        var folder = Path.GetDirectoryName(BuiltOutput.Engine)!;
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, program + ".deps.json")));

        var libraries = document.RootElement.GetProperty("libraries").EnumerateObject().Select(static library => library.Name).ToArray();

        Assert.That(libraries, Has.Some.StartsWith("Argos.Rules.Core"));
        Assert.That(libraries.Where(library => foreign.Any(name => library.StartsWith(name, StringComparison.Ordinal))), Is.Empty);
        Assert.That(File.Exists(Path.Combine(folder, "argos-compiler.dll")), Is.True);
    }

    private static string[] Projects() => [.. References.Keys];

    private static IEnumerable<string> ReferencesOf(string project)
    {
        var file = XDocument.Load(Path.Combine(SourceTree.Root, project, Path.GetFileName(project) + ".csproj"));
        return file.Descendants().Where(static item => item.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(static item => item.Attribute("Include")!.Value)
            .Select(static name => name.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name) : name);
    }
}
