using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Tests.Architecture;

internal sealed class DependencyTests
{
    private const string Root = "Argos.Rules.Engine.";
    private const string Program = "Program";

    /// <summary>From top to bottom: a room uses its own level and those below. Rooms of one level make no circle.</summary>
    private static readonly string[][] Levels =
    [
        [Program],
        ["Callback", "Management", "State", "Canaries", "DryRun", "Trial", "PolicyTests", "Explain", "Diagnostics"],
        ["Audit", "Auditing", "Listeners", "Certificates"],
        ["Decisions", "Sync"],
        ["Policies", "Data", "Tokens", "Documents", "Snapshots", "Facts"],
        ["Scripting", "Sandbox"],
        ["Declarations"],
        ["Telemetry", "Configuration", "Limits", "Yaml", "Processes", "Files", "Redaction"],
    ];

    /// <summary>The pairs of rooms of which the first uses the second, with a type as a witness.</summary>
    private static readonly Lazy<Dictionary<(string From, string To), string>> Uses = new(static () =>
    {
        var uses = new Dictionary<(string, string), string>();
        foreach (var reference in TypeReferences.Of(typeof(EngineHost).Assembly.Location))
        {
            if (RoomOf(reference.From) is { } from && RoomOf(reference.To) is { } to && from != to) uses.TryAdd((from, to), $"{reference.From} uses {reference.To}");
        }
        return uses;
    });

    [Test]
    public void Every_room_has_a_level()
    {
        var known = Levels.SelectMany(static level => level).ToHashSet();

        Assert.That(Uses.Value.Keys.SelectMany(static pair => new[] { pair.From, pair.To }).Distinct().Where(room => !known.Contains(room)), Is.Empty);
    }

    [Test]
    public void Rooms_use_only_rooms_of_their_level_and_below()
    {
        var upward = Uses.Value.Where(static use => LevelOf(use.Key.To) < LevelOf(use.Key.From)).Select(static use => use.Value);

        Assert.That(upward, Is.Empty);
    }

    [Test]
    public void Rooms_make_no_circle()
    {
        var uses = Uses.Value.Keys.ToLookup(static pair => pair.From, static pair => pair.To);
        var circles = uses.Select(static room => room.Key).Where(room => Reaches(uses, room, room, [])).ToArray();

        Assert.That(circles, Is.Empty);
    }

    [Test]
    public void Uses_sees_what_is_really_used()
    {
        Assert.That(Uses.Value.Keys, Does.Contain(("Callback", "Audit")).And.Contain(("Audit", "Telemetry")).And.Contain((Program, "Listeners")));
    }

    [Test]
    public void Only_scripting_and_sandbox_know_the_compiler()
    {
        string[] compilers = ["Microsoft.CodeAnalysis.", "Mono.Cecil."];
        var others = TypeReferences.Of(typeof(EngineHost).Assembly.Location)
            // The compiler's own attribute on types it generates is embedded in this assembly.
            .Where(reference => compilers.Any(c => reference.To.StartsWith(c, StringComparison.Ordinal)) && reference.To != "Microsoft.CodeAnalysis.EmbeddedAttribute")
            .Where(static reference => RoomOf(reference.From) is not ("Scripting" or "Sandbox"));

        Assert.That(others, Is.Empty);
    }

    [Test]
    public void Contracts_depend_on_the_platform_only()
    {
        var foreign = typeof(Decision).Assembly.GetReferencedAssemblies().Where(static name => !name.Name!.StartsWith("System.", StringComparison.Ordinal));

        Assert.That(foreign.Select(static name => name.Name), Is.Empty);
    }

    [Test]
    public void Mgmt_and_engine_do_not_know_each_other()
    {
        var folder = SourceTree.Root;

        Assert.That(File.ReadAllText(Path.Combine(folder, "mgmt/Argos.Rules.Mgmt/Argos.Rules.Mgmt.csproj")), Does.Not.Contain("Argos.Rules.Engine"));
        Assert.That(typeof(EngineHost).Assembly.GetReferencedAssemblies().Select(static name => name.Name), Has.None.Contain("mgmt").IgnoreCase);
    }

    private static bool Reaches(ILookup<string, string> uses, string from, string to, HashSet<string> seen) =>
        uses[from].Any(next => next == to || (seen.Add(next) && Reaches(uses, next, to, seen)));

    private static int LevelOf(string room) => Array.FindIndex(Levels, level => level.Contains(room));

    private static string? RoomOf(string type)
    {
        if (!type.StartsWith(Root, StringComparison.Ordinal)) return null;
        var rest = type[Root.Length..];
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? Program : rest[..dot];
    }
}
