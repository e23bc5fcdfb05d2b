using System.Xml.Linq;

namespace Argos.Rules.TestKit.Processes;

/// <summary>Where the built programs are.</summary>
public static class BuiltOutput
{
    /// <summary>The repository: the nearest folder above with <c>Argos.Rules.sln</c>.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The engine's assembly.</summary>
    public static string Engine => Find("engine/Argos.Rules.Engine", "argos-engine.dll");

    /// <summary>The sidecar's assembly.</summary>
    public static string Mgmt => Find("mgmt/Argos.Rules.Mgmt", "argos-mgmt.dll");

    /// <summary>The command line's assembly.</summary>
    public static string Cli => Find("engine/Argos.Rules.Cli", "argos.dll");

    /// <summary>The product's version, as the one place that names it has it.</summary>
    public static string Version { get; } = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>The configuration this assembly was built in: the folder below <c>bin</c>.</summary>
    public static string Configuration { get; } = FindConfiguration(AppContext.BaseDirectory);

    private static string Find(string project, string assembly)
    {
        var file = Path.Combine(Root, project, "bin", Configuration, "net10.0", assembly);
        return File.Exists(file)
            ? file
            : throw new FileNotFoundException($"`{file}` is not there; build it with `dotnet build {project} -c {Configuration}`", file);
    }

    private static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Argos.Rules.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no folder above `{start}` holds `Argos.Rules.sln`");
    }

    private static string FindConfiguration(string start)
    {
        for (var folder = new DirectoryInfo(start); folder?.Parent is not null; folder = folder.Parent)
        {
            if (folder.Parent.Name == "bin") return folder.Name;
        }
        return "Debug";
    }
}
