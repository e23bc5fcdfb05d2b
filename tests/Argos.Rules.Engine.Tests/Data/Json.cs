using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

/// <summary>Short forms for trees in tests.</summary>
internal static class Json
{
    public static JsonElement Value(string json) => JsonElement.Parse(json);

    public static DataPath Path(string path) =>
        DataPath.TryParse(path, out var parsed, out var problem) ? parsed : throw new ArgumentException(problem, nameof(path));

    public static DataTree Put(this DataTree tree, string path, string json)
    {
        var change = tree.With(Path(path), Value(json));
        Assert.That(change.Problem, Is.Null, path);
        return change.Tree!;
    }

    public static DataTree Remove(this DataTree tree, string path)
    {
        var change = tree.Without(Path(path));
        Assert.That(change.Problem, Is.Null, path);
        return change.Tree!;
    }

    public static DataTree Patched(this DataTree tree, string at, string operations)
    {
        var change = tree.Patch(Path(at), Value(operations));
        Assert.That(change.Problem, Is.Null, operations);
        return change.Tree!;
    }

    public static string? Get(this DataTree tree, string path)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream);
        if (!tree.TryWrite(Path(path), writer)) return null;
        writer.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static bool Same(string? left, string right) => left is not null && JsonElement.DeepEquals(Value(left), Value(right));
}
