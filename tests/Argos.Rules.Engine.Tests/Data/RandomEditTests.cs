using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

/// <summary>Random writes against a plain JSON object as the model: the same answers, the same content, and a digest as if made from scratch.</summary>
internal sealed class RandomEditTests
{
    private static readonly string[] Names = ["a", "b", "c", "0"];

    [Test]
    public void Random_edits_agree_with_a_plain_object([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var tree = DataTree.Empty;
        var model = new JsonObject();
        for (var step = 0; step < 120; step++)
        {
            var path = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Names[random.Next(Names.Length)]).ToArray();
            var value = Value(random, 2);
            var kind = (EditKind)random.Next(4);

            var expected = Apply(model, path, kind, value);
            var change = Change(tree, path, kind, value);

            Assert.That(change.Tree is not null, Is.EqualTo(expected), $"step {step}: {kind} {string.Join('/', path)} {value} in {model.ToJsonString()}: {change.Problem}");
            tree = change.Tree ?? tree;
            Assert.That(Json.Same(tree.Get(""), model.ToJsonString()), Is.True, $"step {step}: {kind} {string.Join('/', path)} {value}\n{tree.Get("")}\n{model.ToJsonString()}");
            Assert.That(tree.DigestOf(DataPath.Root), Is.EqualTo(FromScratch(tree)), $"step {step}");
        }
    }

    private static TreeChange Change(DataTree tree, string[] path, EditKind kind, string value)
    {
        var pointer = string.Concat(path.Select(name => "/" + name));
        return kind switch
        {
            EditKind.Put => tree.With(Json.Path(pointer), Json.Value(value)),
            EditKind.Remove => tree.Patch(DataPath.Root, Json.Value($$"""[{"op":"remove","path":"{{pointer}}"}]""")),
            EditKind.Add => tree.Patch(DataPath.Root, Json.Value($$"""[{"op":"add","path":"{{pointer}}","value":{{value}}}]""")),
            _ => tree.Patch(DataPath.Root, Json.Value($$"""[{"op":"replace","path":"{{pointer}}","value":{{value}}}]""")),
        };
    }

    private static bool Apply(JsonObject model, string[] path, EditKind kind, string value)
    {
        if (kind == EditKind.Put && !CanPut(model, path)) return false;
        JsonNode? parent = model;
        foreach (var name in path[..^1])
        {
            if (kind == EditKind.Put && parent is JsonObject made && !made.ContainsKey(name)) made[name] = new JsonObject();
            parent = parent switch
            {
                JsonObject holder => holder[name],
                JsonArray list when name == "0" && list.Count > 0 => list[0],
                _ => null,
            };
        }
        var last = path[^1];
        switch (parent)
        {
            case JsonObject holder:
                if (kind is EditKind.Replace or EditKind.Remove && !holder.ContainsKey(last)) return false;
                if (kind == EditKind.Remove) holder.Remove(last);
                else holder[last] = JsonNode.Parse(value);
                return true;
            case JsonArray list when last == "0":
                if (kind == EditKind.Add) list.Insert(0, JsonNode.Parse(value));
                else if (list.Count == 0) return false;
                else if (kind == EditKind.Remove) list.RemoveAt(0);
                else list[0] = JsonNode.Parse(value);
                return true;
            default:
                return false;
        }
    }

    private static bool CanPut(JsonObject model, string[] path)
    {
        JsonNode? parent = model;
        foreach (var name in path[..^1])
        {
            if (!((JsonObject)parent!).TryGetPropertyValue(name, out parent)) return true;
            if (parent is not JsonObject) return false;
        }
        return true;
    }

    /// <summary>The digest of a tree that holds the same documents at the same places, each read and put on its own.</summary>
    private static SetDigest FromScratch(DataTree tree)
    {
        var sum = SetDigest.Empty;
        Collect(DataPath.Root);
        return sum;

        void Collect(DataPath path)
        {
            if (!tree.TryPeek(path, out var value)) return;
            if (path.Segments.Length > 0 && tree.DigestOf(path) is { Count: 1 } digest && digest == Leaf(path))
            {
                sum = sum.Add(digest);
                return;
            }
            if (value.ValueKind != JsonValueKind.Object) return;
            foreach (var member in value.EnumerateObject()) Collect(path.Append(member.Name));
        }

        SetDigest Leaf(DataPath path) => SetDigest.Empty.Add(SetDigest.HashOf(path.ToString(), System.Text.Encoding.UTF8.GetBytes(tree.Get(path.ToString())!)));
    }

    private static string Value(Random random, int depth) => random.Next(depth == 0 ? 3 : 6) switch
    {
        0 => "1",
        1 => "\"é\"",
        2 => "null",
        3 => $"[{Value(random, depth - 1)},{Value(random, depth - 1)}]",
        4 => "{}",
        _ => $$"""{"a":{{Value(random, depth - 1)}},"b":{{Value(random, depth - 1)}}}""",
    };
}
