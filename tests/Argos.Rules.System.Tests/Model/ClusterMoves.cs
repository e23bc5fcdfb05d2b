using System.Globalization;

namespace Argos.Rules.System.Tests.Model;

/// <summary>What people and controllers do to a cluster, drawn at random.</summary>
internal sealed class ClusterMoves(ModelCluster cluster, Random random)
{
    private static readonly string[] MapNamespaces = ["team", "shop", "elsewhere"];
    private static readonly string[] MapNames = ["m0", "m1", "m2"];
    private static readonly string[] PodNamespaces = ["red", "blue"];
    private static readonly string[] PodNames = ["p0", "p1", "p2", "p3"];
    private static readonly string[] PolicyKeys = ["a.csx", "b.csx", "c.csx", "notes.txt"];
    private static readonly string[] DocumentKeys = ["x.json", "x.yaml", "y.json"];
    private static readonly string?[] Paths = [null, null, "shared/a", "shared/a/x", "shared", "team/m0/x"];

    /// <summary>Makes one change and tells what it was.</summary>
    public string Move() => random.Next(12) switch
    {
        0 or 1 or 2 or 3 => ChangePod(),
        4 => RemovePod(),
        5 or 6 => ChangeKey(),
        7 => RemoveKey(),
        8 => Relabel(),
        9 => RemoveMap(),
        10 => RenameGuard(),
        _ => random.Next(4) == 0 ? RemoveNamespace() : ChangeKey(),
    };

    /// <summary>Makes everything that is broken good.</summary>
    public void Heal()
    {
        foreach (var map in cluster.Maps.Where(static map => map.Keys.Values.Any(static text => !text.Good)).ToArray())
        {
            var keys = map.Keys;
            foreach (var (key, text) in keys)
                if (!text.Good) keys = keys.SetItem(key, Good(map.Kind, key));
            cluster.Put(map with { Keys = keys });
        }
    }

    private string ChangePod()
    {
        var (space, name) = (Pick(PodNamespaces), Pick(PodNames));
        cluster.Put(space, name, random.Next(100));
        return $"pod {space}/{name}";
    }

    private string RemovePod()
    {
        if (Picked([.. cluster.Pods.Where(static pod => pod.Namespace != "always")]) is not { } pod) return ChangePod();
        cluster.Remove(pod);
        // Made again at once, under the same name, as a controller does.
        if (random.Next(3) == 0) cluster.Put(pod.Namespace, pod.Name, random.Next(100));
        return $"no {pod}";
    }

    private string ChangeKey()
    {
        var map = Map();
        var key = Key(map.Kind);
        cluster.Put(map with { Keys = map.Keys.SetItem(key, Text(map.Kind, key)) });
        return $"key {map.Namespace}/{map.Name}/{key}";
    }

    private string RemoveKey()
    {
        if (Picked([.. Own.Where(static map => !map.Keys.IsEmpty)]) is not { } map) return ChangeKey();
        var key = Pick([.. map.Keys.Keys]);
        var keys = map.Keys.Remove(key);
        // Half of the removals are renames.
        var next = Key(map.Kind);
        if (random.Next(2) == 0) keys = keys.SetItem(next, map.Kind == MapKind.Policy && map.Keys[key].Good ? map.Keys[key] : Text(map.Kind, next));
        cluster.Put(map with { Keys = keys });
        return $"no key {map.Namespace}/{map.Name}/{key}";
    }

    private string Relabel()
    {
        var old = Map();
        var kind = (MapKind)random.Next(3);
        var map = new ModelMap(old.Namespace, old.Name, kind) { Path = kind == MapKind.Data ? Pick(Paths) : null };
        for (var i = random.Next(3); i >= 0; i--)
        {
            var key = Key(kind);
            map = map with { Keys = map.Keys.SetItem(key, Text(kind, key)) };
        }
        cluster.Put(map);
        return $"{map.Namespace}/{map.Name} is {kind} at {map.Path}";
    }

    private string RemoveMap()
    {
        if (Picked([.. Own]) is not { } map) return Relabel();
        cluster.Remove(map);
        return $"no {map.Namespace}/{map.Name}";
    }

    // The policy must not be out of force for a moment.
    private string RenameGuard()
    {
        var map = cluster.Find("team", "guard")!;
        var key = map.Keys.Keys.First(static key => key.Contains("guard", StringComparison.Ordinal));
        var next = string.Create(CultureInfo.InvariantCulture, $"guard-{random.Next(1000)}.csx");
        cluster.Put(map with { Keys = map.Keys.Remove(key).SetItem(next, map.Keys[key]) });
        return $"{key} is {next}";
    }

    private string RemoveNamespace()
    {
        var (pods, maps) = (Pick(PodNamespaces), Pick(MapNamespaces));
        foreach (var pod in cluster.Pods.Where(pod => pod.Namespace == pods).ToArray()) cluster.Remove(pod);
        foreach (var map in Own.Where(map => map.Namespace == maps).ToArray()) cluster.Remove(map);
        return $"no namespaces {pods}, {maps}";
    }

    private IEnumerable<ModelMap> Own => cluster.Maps.Where(static map => map.Name.StartsWith('m'));

    private ModelMap Map()
    {
        var (space, name) = (Pick(MapNamespaces), Pick(MapNames));
        return cluster.Find(space, name) ?? new ModelMap(space, name, random.Next(2) == 0 ? MapKind.Policy : MapKind.Data);
    }

    private string Key(MapKind kind) => Pick(kind == MapKind.Data ? DocumentKeys : PolicyKeys);

    private ModelText Text(MapKind kind, string key)
    {
        if (random.Next(7) > 0) return Good(kind, key);
        if (kind == MapKind.Data) return new ModelText(ModelTexts.BrokenDocument(key), false);
        return key.EndsWith(".csx", StringComparison.Ordinal) ? new ModelText(ModelTexts.BrokenPolicy(random.Next(100)), false) : Good(kind, key);
    }

    private ModelText Good(MapKind kind, string key) => new(kind == MapKind.Data ? ModelTexts.Document(key, random.Next(9)) : ModelTexts.Policy(random.Next(100)));

    private T Pick<T>(T[] of) => of[random.Next(of.Length)];

    private T? Picked<T>(T[] of)
        where T : class => of.Length == 0 ? null : of[random.Next(of.Length)];
}
