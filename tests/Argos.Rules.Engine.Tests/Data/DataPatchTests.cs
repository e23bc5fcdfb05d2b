using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

internal sealed class DataPatchTests
{
    private static readonly DataTree Tree = DataTree.Empty.Put("a", """{"b":{"c":1},"list":[1,2,{"x":"y"}]}""").Put("d/e", "true");

    [TestCase("""[{"op":"add","path":"/a/n","value":{"z":null}}]""", """{"b":{"c":1},"list":[1,2,{"x":"y"}],"n":{"z":null}}""")]
    [TestCase("""[{"op":"add","path":"/a/b","value":2}]""", """{"b":2,"list":[1,2,{"x":"y"}]}""")]
    [TestCase("""[{"op":"add","path":"/a/list/-","value":3}]""", """{"b":{"c":1},"list":[1,2,{"x":"y"},3]}""")]
    [TestCase("""[{"op":"add","path":"/a/list/0","value":0}]""", """{"b":{"c":1},"list":[0,1,2,{"x":"y"}]}""")]
    [TestCase("""[{"op":"add","path":"/a/list/3","value":0}]""", """{"b":{"c":1},"list":[1,2,{"x":"y"},0]}""")]
    [TestCase("""[{"op":"add","path":"/a/list/2/v","value":[]}]""", """{"b":{"c":1},"list":[1,2,{"x":"y","v":[]}]}""")]
    [TestCase("""[{"op":"replace","path":"/a/list/1","value":"two"}]""", """{"b":{"c":1},"list":[1,"two",{"x":"y"}]}""")]
    [TestCase("""[{"op":"remove","path":"/a/list/0"}]""", """{"b":{"c":1},"list":[2,{"x":"y"}]}""")]
    [TestCase("""[{"op":"remove","path":"/a/b/c"}]""", """{"b":{},"list":[1,2,{"x":"y"}]}""")]
    [TestCase("""[{"op":"move","path":"/a/moved","from":"/a/b"}]""", """{"moved":{"c":1},"list":[1,2,{"x":"y"}]}""")]
    [TestCase("""[{"op":"copy","path":"/a/list/0","from":"/a/b/c"}]""", """{"b":{"c":1},"list":[1,1,2,{"x":"y"}]}""")]
    [TestCase("""[{"op":"test","path":"/a/b","value":{"c":1.0}},{"op":"remove","path":"/a/list"}]""", """{"b":{"c":1}}""")]
    [TestCase("""[]""", """{"b":{"c":1},"list":[1,2,{"x":"y"}]}""")]
    public void Patch_applies_each_operation(string operations, string expected)
    {
        var tree = Tree.Patched("", operations);

        Assert.That(Json.Same(tree.Get("a"), expected), Is.True, tree.Get("a"));
        Assert.That(Json.Same(Tree.Patched("a", operations.Replace("\"/a", "\"", StringComparison.Ordinal)).Get("a"), expected), Is.True);
    }

    [TestCase("""{"op":"add","path":"/x/y","value":1}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"add","path":"/a/list/4","value":1}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"add","path":"/a/list/01","value":1}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"add","path":"/a/b/c/d","value":1}""", DataProblemKind.Conflict)]
    [TestCase("""{"op":"add","path":"/a/list/0/d","value":1}""", DataProblemKind.Conflict)]
    [TestCase("""{"op":"add","path":"/argos/decision","value":1}""", DataProblemKind.Conflict)]
    [TestCase("""{"op":"replace","path":"/a/none","value":1}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"replace","path":"/a/list/-","value":1}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"remove","path":"/none"}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"remove","path":"/a/list/3"}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"remove","path":""}""", DataProblemKind.Conflict)]
    [TestCase("""{"op":"test","path":"/d/e","value":false}""", DataProblemKind.TestFailed)]
    [TestCase("""{"op":"test","path":"/d/none","value":false}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"move","path":"/a/b/c","from":"/a/b"}""", DataProblemKind.Invalid)]
    [TestCase("""{"op":"copy","path":"/x","from":"/none"}""", DataProblemKind.NotFound)]
    [TestCase("""{"op":"copy","path":"/x"}""", DataProblemKind.Invalid)]
    [TestCase("""{"op":"add","path":"/x"}""", DataProblemKind.Invalid)]
    [TestCase("""{"op":"add","path":"x","value":1}""", DataProblemKind.Invalid)]
    [TestCase("""{"op":"add","path":"/x/../y","value":1}""", DataProblemKind.Invalid)]
    [TestCase("""{"op":"add","value":1}""", DataProblemKind.Invalid)]
    [TestCase("""{"op":"increment","path":"/d/e"}""", DataProblemKind.Invalid)]
    [TestCase("7", DataProblemKind.Invalid)]
    public void Patch_that_fails_half_way_applies_nothing_and_says_where(string failing, DataProblemKind kind)
    {
        var change = Tree.Patch(DataPath.Root, Json.Value($$"""[{"op":"remove","path":"/d/e"},{"op":"add","path":"/d/e","value":true},{{failing}}]"""));

        Assert.That(change.Tree, Is.Null);
        Assert.That(change.Problem!.Kind, Is.EqualTo(kind), change.Problem.Message);
        Assert.That(change.Problem.Message, Does.StartWith("operation 2: ").And.EndWith("nothing was applied"));
        Assert.That(Tree.Get("d/e"), Is.EqualTo("true"));
    }

    [TestCase("/a~")]
    [TestCase("/a~2b")]
    [TestCase("/~~0")]
    [TestCase("/a/b~/c")]
    public void Pointer_with_a_broken_escape_is_refused(string pointer)
    {
        Assert.That(DataPath.TryParsePointer(pointer, out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain("~0"));
    }

    [Test]
    public void Patch_that_is_no_array_is_invalid() =>
        Assert.That(Tree.Patch(DataPath.Root, Json.Value("{}")).Problem!.Kind, Is.EqualTo(DataProblemKind.Invalid));

    [Test]
    public void Patch_names_all_paths_it_wrote()
    {
        var change = Tree.Patch(DataPath.Root, Json.Value("""[{"op":"move","from":"/d/e","path":"/f"},{"op":"add","path":"/g","value":1}]"""));

        Assert.That(change.Touched.Select(path => path.ToString()), Is.EquivalentTo(new[] { "d/e", "f", "g" }));
    }
}
