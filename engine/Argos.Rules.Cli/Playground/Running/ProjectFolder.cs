using System.Text;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>
/// A project as the files that every other command reads, in a folder of its own. It is gone when disposed.
/// </summary>
internal sealed class ProjectFolder : IDisposable
{
    public const string PolicyName = "policy.csx";
    public const string TestsName = "tests.yaml";
    public const string SettingsName = "settings.yaml";
    private const string MutantsName = "mutants.yaml";
    private const string Unnamed = "policy";
    private const int LongestName = 63;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly DirectoryInfo _root;
    private readonly string _folder;

    private ProjectFolder(DirectoryInfo root, string folder) => (_root, _folder) = (root, folder);

    /// <summary>The commands' view of it.</summary>
    public required Terminal Terminal { get; init; }

    /// <summary>The policy, with its tests when there are any.</summary>
    public PolicyFile Policy => PolicyFinder.Find([PolicyName], Terminal)[0];

    public bool Has(string name) => File.Exists(Path.Combine(_folder, name));

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a project down.</summary>
    /// <param name="project">The project.</param>
    /// <param name="root">Its folder; it is this one's from now on.</param>
    /// <param name="terminal">Compiles; its folder is replaced by this one.</param>
    public static ProjectFolder Of(Project project, DirectoryInfo root, Terminal terminal)
    {
        // A policy is called like its folder.
        var folder = Directory.CreateDirectory(Path.Combine(root.FullName, NameOf(project.Name))).FullName;
        foreach (var (name, text) in Files(project))
        {
            if (name == PolicyName || !string.IsNullOrWhiteSpace(text)) File.WriteAllText(Path.Combine(folder, name), text, Utf8);
        }
        return new ProjectFolder(root, folder) { Terminal = terminal with { Folder = folder } };
    }

    public void Dispose()
    {
        try
        {
            _root.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The playground has ended meanwhile, and has taken it along.
        }
    }

    private static (string Name, string Text)[] Files(Project project) =>
    [
        (PolicyName, project.Policy), (TestsName, project.Tests), (SettingsName, project.Settings),
        (DocumentFindings.InputName, project.Input), (DocumentFindings.DataName, project.Data),
        (DocumentFindings.FactsName, project.Facts), (MutantsName, project.Mutants),
    ];

    private static string NameOf(string given)
    {
        var name = string.Concat(given.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).Trim('-');
        return name.Length == 0 ? Unnamed : name.Length > LongestName ? name[..LongestName] : name;
    }
}
