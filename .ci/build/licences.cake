// The licences of everything that is shipped: of each package that a program was restored with, of the playground's editor, and of .NET itself.
using System.Text.Json;
using System.Xml.Linq;

static readonly string[] Shipped =
    ["engine/Argos.Rules.Engine", "engine/Argos.Rules.Compiler", "engine/Argos.Rules.Trial", "engine/Argos.Rules.Cli", "mgmt/Argos.Rules.Mgmt"];

/// The editor of the playground comes as files, not as a package.
const string Monaco = "./engine/Argos.Rules.Cli/Playground/Web/monaco";

void WriteLicences(string file)
{
    var text = new System.Text.StringBuilder("Argos.Rules is distributed under the Apache License 2.0 (file LICENSE). It contains the following.\n");
    foreach (var (name, folder) in Packages())
    {
        var nuspec = XDocument.Load(System.IO.Directory.GetFiles(folder, "*.nuspec").Single()).Root.Elements().Single(static e => e.Name.LocalName == "metadata");
        string Field(string field) => nuspec.Elements().FirstOrDefault(e => e.Name.LocalName == field)?.Value.Trim() ?? "";
        var licence = nuspec.Elements().FirstOrDefault(static e => e.Name.LocalName == "license");
        var words = licence?.Attribute("type")?.Value == "file" ? System.IO.File.ReadAllText(System.IO.Path.Combine(folder, licence.Value.Replace('\\', '/'))) : licence?.Value ?? Field("licenseUrl");
        if (words.Length == 0) throw new CakeException($"the package {name} names no licence");
        text.Append($"\n---- {name}\n{Field("copyright")}\n{Field("projectUrl")}\n{words.ReplaceLineEndings("\n").TrimEnd()}\n");
    }
    foreach (var name in new[] { "LICENSE", "ThirdPartyNotices.txt" }) text.Append($"\n---- monaco-editor: {name}\n{System.IO.File.ReadAllText($"{Monaco}/{name}").ReplaceLineEndings("\n").TrimEnd()}\n");
    var dotnet = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(System.IO.Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..")));
    foreach (var name in new[] { "LICENSE.txt", "ThirdPartyNotices.txt" })
    {
        var path = System.IO.Path.Combine(dotnet, name);
        if (!System.IO.File.Exists(path)) throw new CakeException($"the .NET SDK at `{dotnet}` has no {name}");
        text.Append($"\n---- .NET: {name}\n{System.IO.File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd()}\n");
    }
    System.IO.File.WriteAllText(file, text.ToString());
}

/// Each package once, by what the restore wrote down: its name with the version, and its folder.
SortedDictionary<string, string> Packages()
{
    var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
    foreach (var project in Shipped)
    {
        using var assets = JsonDocument.Parse(System.IO.File.ReadAllText($"{project}/obj/project.assets.json"));
        var roots = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(static folder => folder.Name).ToArray();
        var shipped = assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .Where(static library => library.Value.TryGetProperty("runtime", out var files) && files.EnumerateObject().Any(static f => !f.Name.EndsWith("_._", StringComparison.Ordinal)))
            .Select(static library => library.Name).ToHashSet();
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package" || !shipped.Contains(library.Name)) continue;
            found[library.Name] = roots.Select(root => System.IO.Path.Combine(root, library.Value.GetProperty("path").GetString())).First(System.IO.Directory.Exists);
        }
    }
    return found;
}
