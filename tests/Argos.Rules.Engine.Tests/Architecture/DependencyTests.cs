using Argos.Rules.Contracts.Decisions;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.Architecture;

/// <summary>What references between projects cannot say: within a project, folders use each other in one direction.</summary>
internal sealed class DependencyTests
{
    /// <summary>Types in the folder of the project itself.</summary>
    private const string Root = ".";

    /// <summary>The folders of a project from top to bottom: one uses its own level and those below. Folders of one level make no circle.</summary>
    private static readonly Dictionary<string, string[][]> Levels = new(StringComparer.Ordinal)
    {
        ["Argos.Rules.Contracts"] = [[Root], ["Auditing", "Management", "Kubernetes", "Instances"], ["Data", "Decisions"], ["Collections", "Addresses", "Texts"]],
        ["Argos.Rules.Sandbox"] =
        [
            ["Loading", "Text", "Messages", "Declarations"], ["Weaving"], ["Metadata"], ["AllowLists", Root], ["Runtime"], ["Metering", "Patterns", "Tracing"], ["Redaction"],
        ],
        ["Argos.Rules.Compiler"] = [[Root], ["Symbols", "Syntax", "Tracing", "Warnings", "Wording"]],
        ["Argos.Rules.Core"] =
        [
            ["DryRun"], ["Trials"], ["Explain"], ["Decisions", "Sync"], ["Snapshots", "Facts", "Tokens", "Documents"], ["Policies", "Data"], ["Compilation"],
            ["Telemetry", "Limits", "Processes", "Files"],
        ],
        ["Argos.Rules.Engine"] = [[Root], ["Callback", "Management", "State", "Canaries", "Diagnostics", "Shadows", "Enrollment"], ["Audit", "Listeners"], ["Telemetry", "Configuration"]],
    };

    [TestCaseSource(nameof(Leveled))]
    public void Every_folder_has_a_level(string project)
    {
        var known = Levels[project].SelectMany(static level => level).ToHashSet();

        Assert.That(Uses(project).Keys.SelectMany(static pair => new[] { pair.From, pair.To }).Distinct().Where(folder => !known.Contains(folder)), Is.Empty);
    }

    [TestCaseSource(nameof(Leveled))]
    public void Folders_use_only_folders_of_their_level_and_below(string project)
    {
        var upward = Uses(project).Where(use => LevelOf(project, use.Key.To) < LevelOf(project, use.Key.From)).Select(static use => use.Value);

        Assert.That(upward, Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Folders_make_no_circle(string project)
    {
        var uses = Uses(project);
        var next = uses.Keys.ToLookup(static pair => pair.From, static pair => pair.To);
        var circles = uses.Where(use => Reaches(next, use.Key.To, use.Key.From, [])).Select(static use => use.Value);

        Assert.That(circles, Is.Empty);
    }

    [Test]
    public void Uses_sees_what_is_really_used()
    {
        Assert.That(Uses("Argos.Rules.Engine").Keys, Does.Contain(new FolderUse("Callback", "Audit")).And.Contain(new FolderUse(Root, "Listeners")));
        Assert.That(Uses("Argos.Rules.Core").Keys, Does.Contain(new FolderUse("Decisions", "Telemetry")));
    }

    [Test]
    public void Contracts_depend_on_the_platform_only()
    {
        var foreign = typeof(Decision).Assembly.GetReferencedAssemblies().Where(static name => !name.Name!.StartsWith("System.", StringComparison.Ordinal));

        Assert.That(foreign.Select(static name => name.Name), Is.Empty);
    }

    private static string[] Leveled() => [.. Levels.Keys];

    /// <summary>The language is one vocabulary whose parts know each other; everything else is layered.</summary>
    private static IEnumerable<string> Projects() =>
    [
        "Argos.Rules.Contracts", "Argos.Rules.Yaml", "Argos.Rules.Sandbox", "Argos.Rules.Compiler", "Argos.Rules.Hosting", "Argos.Rules.Core",
        "Argos.Rules.Testing", "Argos.Rules.Trial", "Argos.Rules.Auditing", "Argos.Rules.Enrollment", "Argos.Rules.Engine", "Argos.Rules.Cli", "Argos.Rules.Mgmt",
    ];

    /// <summary>The folders of which the first uses the second, with a type as a witness.</summary>
    private static Dictionary<FolderUse, string> Uses(string project)
    {
        var uses = new Dictionary<FolderUse, string>();
        foreach (var reference in TypeReferences.Of(AssemblyOf(project)))
        {
            if (FolderOf(project, reference.From) is { } from && FolderOf(project, reference.To) is { } to && from != to)
            {
                uses.TryAdd(new FolderUse(from, to), $"{reference.From} uses {reference.To}");
            }
        }
        return uses;
    }

    private static string AssemblyOf(string project)
    {
        if (project == "Argos.Rules.Mgmt") return BuiltOutput.Mgmt;
        var name = project["Argos.Rules.".Length..];
        var program = name == "Cli" ? "argos" : "argos-" + name.ToLowerInvariant();
        var library = Path.Combine(AppContext.BaseDirectory, project + ".dll");
        return File.Exists(library) ? library : Path.Combine(AppContext.BaseDirectory, program + ".dll");
    }

    private static bool Reaches(ILookup<string, string> uses, string from, string to, HashSet<string> seen) =>
        from == to || uses[from].Any(next => next == to || (seen.Add(next) && Reaches(uses, next, to, seen)));

    private static int LevelOf(string project, string folder) => Array.FindIndex(Levels[project], level => level.Contains(folder));

    private static string? FolderOf(string project, string type)
    {
        if (!type.StartsWith(project + ".", StringComparison.Ordinal)) return null;
        var rest = type[(project.Length + 1)..];
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? Root : rest[..dot];
    }

    private sealed record FolderUse(string From, string To);
}
