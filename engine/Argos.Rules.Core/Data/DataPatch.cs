using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>RFC 6902: a list of operations, applied in order, all or none.</summary>
/// <param name="at">What their paths are relative to.</param>
/// <param name="places">Where single objects stand, when the writer said so.</param>
internal readonly struct DataPatch(DataPath at, CollectionPath? places)
{
    public TreeChange Apply(DataTree tree, JsonElement operations)
    {
        if (operations.ValueKind != JsonValueKind.Array) return Invalid("a patch is an array of operations");
        var current = tree;
        var touched = ImmutableArray.CreateBuilder<DataPath>();
        var index = 0;
        foreach (var operation in operations.EnumerateArray())
        {
            var step = Step(current, operation);
            if (step.Tree is null) return TreeChange.Refused(step.Problem! with { Message = $"operation {index}: {step.Problem!.Message}; nothing was applied" });
            current = step.Tree;
            touched.AddRange(step.Touched);
            index++;
        }
        return new TreeChange(current, null, touched.ToImmutable());
    }

    private TreeChange Step(DataTree tree, JsonElement operation)
    {
        if (operation.ValueKind != JsonValueKind.Object) return Invalid("an operation is an object");
        if (!TryPath(operation, "path", out var path, out var problem)) return Invalid(problem);
        var name = operation.TryGetProperty("op", out var op) && op.ValueKind == JsonValueKind.String ? op.GetString() : null;
        return name switch
        {
            "add" => Write(tree, path, operation, EditKind.Add),
            "replace" => Write(tree, path, operation, EditKind.Replace),
            "remove" => tree.Apply(path, Edit.Remove with { Places = places }),
            "test" => Test(tree, path, operation),
            "move" or "copy" => Transfer(tree, path, operation, move: name == "move"),
            _ => Invalid("`op` must be `add`, `remove`, `replace`, `move`, `copy` or `test`"),
        };
    }

    private TreeChange Write(DataTree tree, DataPath path, JsonElement operation, EditKind kind) =>
        operation.TryGetProperty("value", out var value) ? tree.Apply(path, new Edit(kind, value) { Places = places }) : Invalid("`value` is missing");

    private static TreeChange Test(DataTree tree, DataPath path, JsonElement operation)
    {
        if (!operation.TryGetProperty("value", out var value)) return Invalid("`value` is missing");
        if (!tree.TryPeek(path, out var found)) return TreeChange.Refused(new DataProblem(DataProblemKind.NotFound, $"there is no `{path}`"));
        return JsonElement.DeepEquals(found, value)
            ? new TreeChange(tree, null, [])
            : TreeChange.Refused(new DataProblem(DataProblemKind.TestFailed, $"`{path}` is not the tested value"));
    }

    private TreeChange Transfer(DataTree tree, DataPath path, JsonElement operation, bool move)
    {
        if (!TryPath(operation, "from", out var from, out var problem)) return Invalid(problem);
        if (move && path != from && path.StartsWith(from)) return Invalid("a value cannot be moved into itself");
        if (!tree.TryPeek(from, out var value)) return TreeChange.Refused(new DataProblem(DataProblemKind.NotFound, $"there is no `{from}`"));
        if (path == from) return new TreeChange(tree, null, []);
        var without = move ? tree.Apply(from, Edit.Remove) : new TreeChange(tree, null, []);
        if (without.Tree is null) return without;
        var with = without.Tree.Apply(path, new Edit(EditKind.Add, value));
        return with.Tree is null ? with : with with { Touched = with.Touched.AddRange(without.Touched) };
    }

    private bool TryPath(JsonElement operation, string member, out DataPath path, out string problem)
    {
        path = at;
        problem = $"`{member}` must be a string";
        if (!operation.TryGetProperty(member, out var pointer) || pointer.ValueKind != JsonValueKind.String) return false;
        if (!DataPath.TryParsePointer(pointer.GetString()!, out var below, out var found))
        {
            problem = $"`{member}`: {found}";
            return false;
        }
        path = at.Append(below);
        return true;
    }

    private static TreeChange Invalid(string problem) => TreeChange.Refused(new DataProblem(DataProblemKind.Invalid, problem));
}
