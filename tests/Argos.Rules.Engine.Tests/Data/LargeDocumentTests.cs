using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Engine.Data;

namespace Argos.Rules.Engine.Tests.Data;

/// <summary>Documents that are too large to be taken apart for the sake of one member.</summary>
internal sealed class LargeDocumentTests
{
    private static readonly string[] Odd = ["a\"b", "ü\u2028", "", "a/b", "~", "k0 ", "K0", "\ud83d\ude00", "null", new string('n', 300)];

    [Test]
    public void Random_edits_agree_with_a_plain_object([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var model = new JsonObject();
        for (var i = 0; i < 4000; i++) model[$"k{i}"] = Value(random);
        foreach (var name in Odd.Where(static name => name.Length > 0)) model[name] = Value(random);
        var tree = DataTree.Empty.Put("doc/large", model.ToJsonString());

        for (var step = 0; step < 300; step++)
        {
            var (path, operation, expected) = Step(model, random);
            var change = tree.Patch(Json.Path("doc/large"), Json.Value(operation));
            Assert.That(change.Tree is not null, Is.EqualTo(expected), $"step {step}: {operation} {change.Problem}");
            tree = change.Tree ?? tree;
            Assert.That(tree.Get($"doc/large/{path}") is { } is1 ? JsonNode.Parse(is1)?.ToJsonString() ?? "null" : null, Is.EqualTo(model.ContainsKey(path) ? model[path]?.ToJsonString() ?? "null" : null), $"step {step}");
            Assert.That(tree.Exists(Json.Path("doc/large").Append(path)), Is.EqualTo(model.ContainsKey(path)));
        }

        Assert.That(Json.Same(tree.Get("doc/large"), model.ToJsonString()), Is.True);
        Assert.That(tree.Read("doc/large").Count, Is.EqualTo(model.Count));
    }

    [Test]
    public void Patch_of_one_key_of_a_million_allocates_for_that_key_only()
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < 1_000_000; i++) text.Append(CultureInfo.InvariantCulture, $"\"key-{i}\":{i},");
        text.Append("\"last\":0}");
        var tree = DataTree.Empty.Put("doc", text.ToString());
        // The first finds out where the members are.
        tree = tree.Patched("doc", """[{"op":"replace","path":"/key-500000","value":"first"}]""");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var patched = tree.Patched("doc", """[{"op":"test","path":"/key-7","value":7},{"op":"replace","path":"/key-7","value":"x"},{"op":"remove","path":"/key-999999"},{"op":"add","path":"/new","value":[1]}]""");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.LessThan(64 * 1024), "a copy would be 20 MB");
        Assert.That((patched.Get("doc/key-7"), patched.Get("doc/key-999999"), patched.Get("doc/new"), patched.Get("doc/key-500000"), patched.Get("doc/key-999998")), Is.EqualTo(("\"x\"", (string?)null, "[1]", "\"first\"", "999998")));
        Assert.That((tree.Get("doc/key-7"), tree.Get("doc/new")), Is.EqualTo(("7", (string?)null)), "the tree of before is as it was");
    }

    [Test]
    public void Random_edits_of_a_large_array_agree_with_a_plain_one([Range(1, 5)] int seed, [Values("", " ")] string blank)
    {
        var random = new Random(seed);
        var model = new JsonArray([.. Enumerable.Range(0, 6000).Select(i => i % 3 == 0 ? new JsonObject { ["n"] = i } : Value(random))]);
        var tree = DataTree.Empty.Put("list", "[" + blank + string.Join($"{blank},{blank}", model.Select(static item => item?.ToJsonString() ?? "null")) + blank + "]");

        for (var step = 0; step < 200; step++)
        {
            var (operation, expected) = ArrayStep(model, random);
            var change = tree.Patch(Json.Path("list"), Json.Value(operation));
            Assert.That(change.Tree is not null, Is.EqualTo(expected), $"step {step}: {operation} {change.Problem}");
            tree = change.Tree ?? tree;
        }

        Assert.That(Json.Same(tree.Get("list"), model.ToJsonString()), Is.True);
        Assert.That(tree.DigestOf(Json.Path("list")), Is.EqualTo(SetDigest.Empty.Add(SetDigest.HashOf("list", Encoding.UTF8.GetBytes(tree.Get("list")!)))));
    }

    [Test]
    public void Change_wakes_for_its_member_alone_and_the_same_again_is_none()
    {
        var tree = DataTree.Empty.Put("doc", Document(5000));
        var patched = tree.Patched("doc", """[{"op":"add","path":"/k1","value":"new"}]""");

        Assert.That(patched.IsSameAt(Json.Path("doc/k2"), tree), Is.True);
        Assert.That(patched.IsSameAt(Json.Path("doc/k1"), tree), Is.False);
        Assert.That(patched.IsSameAt(Json.Path("doc"), tree), Is.False);
        Assert.That(patched.Patched("doc", """[{"op":"add","path":"/k1","value":"new"}]"""), Is.SameAs(patched));
        Assert.That(tree.Patched("doc", """[{"op":"add","path":"/k1","value":1}]"""), Is.SameAs(tree));
    }

    [Test]
    public void Digest_is_that_of_the_document_and_of_each_change_whatever_their_order()
    {
        var tree = DataTree.Empty.Put("doc", Document(5000));
        var one = tree.Patched("doc", """[{"op":"add","path":"/k1","value":"x"},{"op":"remove","path":"/k2"},{"op":"add","path":"/n","value":1}]""");
        var other = tree.Patched("doc", """[{"op":"add","path":"/n","value":1},{"op":"add","path":"/k2","value":"y"},{"op":"add","path":"/k1","value":"x"},{"op":"remove","path":"/k2"}]""");

        Assert.That(one.DigestOf(Json.Path("doc")), Is.EqualTo(other.DigestOf(Json.Path("doc"))).And.Not.EqualTo(tree.DigestOf(Json.Path("doc"))));
        Assert.That(one.DigestOf(Json.Path("doc/k1")), Is.EqualTo(SetDigest.Empty.Add(SetDigest.HashOf("doc/k1", "\"x\""u8))));
        Assert.That(one.DigestOf(Json.Path("doc/k3")), Is.EqualTo(SetDigest.Empty));
        Assert.That(one.Patched("doc", """[{"op":"remove","path":"/n"}]""").DigestOf(Json.Path("doc")).Count, Is.EqualTo(3));
        Assert.That(one.Put("doc", Document(5000)).DigestOf(DataPath.Root), Is.EqualTo(tree.DigestOf(DataPath.Root)));
    }

    private static (string Path, string Operation, bool Expected) Step(JsonObject model, Random random)
    {
        var name = random.Next(4) == 0 ? Odd[random.Next(Odd.Length)] is { Length: > 0 } odd ? odd : "k1" : $"k{random.Next(4200)}";
        // A slash in a name cannot be read back as a path.
        if (name.Contains('/', StringComparison.Ordinal)) name = "k2";
        var pointer = JsonValue.Create("/" + name.Replace("~", "~0", StringComparison.Ordinal))!.ToJsonString();
        var value = Value(random);
        var text = value?.ToJsonString() ?? "null";
        var (has, kind) = (model.ContainsKey(name), random.Next(4));
        if (kind == 0 && has) model.Remove(name);
        if (kind == 1 || (kind == 2 && has)) model[name] = value;
        if (kind == 3 && model.TryGetPropertyValue(name, out var node) && node is JsonObject holder)
        {
            holder["deep"] = value;
            return (name, $$"""[{"op":"add","path":{{pointer[..^1]}}/deep","value":{{text}}}]""", true);
        }
        return kind switch
        {
            0 => (name, $$"""[{"op":"remove","path":{{pointer}}}]""", has),
            1 => (name, $$"""[{"op":"add","path":{{pointer}},"value":{{text}}}]""", true),
            2 => (name, $$"""[{"op":"replace","path":{{pointer}},"value":{{text}}}]""", has),
            _ => (name, $$"""[{"op":"add","path":{{pointer[..^1]}}/deep","value":{{text}}}]""", false),
        };
    }

    private static (string Operation, bool Expected) ArrayStep(JsonArray model, Random random)
    {
        var value = Value(random);
        var text = value?.ToJsonString() ?? "null";
        var index = random.Next(10) switch
        {
            0 => 0,
            1 => model.Count - 1,
            2 => model.Count,
            _ => random.Next(model.Count),
        };
        switch (random.Next(5))
        {
            case 0:
                model.Insert(index, value);
                return ($$"""[{"op":"add","path":"/{{index}}","value":{{text}}}]""", true);
            case 1:
                model.Add(value);
                return ($$"""[{"op":"add","path":"/-","value":{{text}}}]""", true);
            case 2 when index < model.Count:
                model.RemoveAt(index);
                return ($$"""[{"op":"remove","path":"/{{index}}"}]""", true);
            case 3 when index < model.Count && model[index] is JsonObject holder:
                holder["deep"] = value;
                return ($$"""[{"op":"add","path":"/{{index}}/deep","value":{{text}}}]""", true);
            default:
                if (index < model.Count) model[index] = value;
                return ($$"""[{"op":"replace","path":"/{{index}}","value":{{text}}}]""", index < model.Count);
        }
    }

    private static JsonNode? Value(Random random) => random.Next(6) switch
    {
        0 => null,
        1 => random.Next(),
        2 => new string('v', random.Next(40)) + "\"\\",
        3 => true,
        4 => new JsonObject { ["a"] = random.Next(), ["b"] = new JsonArray(1, "]}") },
        _ => new JsonArray(new JsonObject(), random.NextDouble()),
    };

    private static string Document(int members) => "{" + string.Join(", ", Enumerable.Range(0, members).Select(static i => $"\"k{i}\" : {i}")) + ", \"text\": \"" + new string('x', 64 * 1024) + "\"}";
}
