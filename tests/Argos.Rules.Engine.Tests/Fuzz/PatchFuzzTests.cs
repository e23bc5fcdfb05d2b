using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Engine.Tests.Fuzz;

/// <summary>JSON Patch and paths: applied whole, or not at all with a reason; nothing gets below a reserved path.</summary>
[Category("Long")]
internal sealed class PatchFuzzTests
{
    private const string Before = """{"a":{"b":{"c":1},"list":[1,2,{"x":"y"}]},"d":{"e":true}}""";

    private static readonly DataTree Tree = DataTree.Empty.Put("a", """{"b":{"c":1},"list":[1,2,{"x":"y"}]}""").Put("d/e", "true");

    private static readonly string[] Seeds =
    [
        """[{"op":"add","path":"/a/n","value":{"z":null}},{"op":"remove","path":"/a/b/c"}]""",
        """[{"op":"move","path":"/a/moved","from":"/a/b"},{"op":"copy","path":"/a/list/0","from":"/a/moved/c"}]""",
        """[{"op":"test","path":"/a/b","value":{"c":1.0}},{"op":"replace","path":"/a/list/1","value":"two"}]""",
        """[{"op":"add","path":"/a/list/-","value":3},{"op":"add","path":"/x~1y","value":[]}]""",
        """[{"op":"add","path":"/kubernetes/pods/ns/p","value":{"metadata":{"name":"p","namespace":"ns","uid":"u"}}}]""",
    ];

    private static readonly string[] Words =
    [
        "\"op\":\"move\"", "\"op\":\"test\"", "\"from\":\"/a\"", "\"path\":\"\"", "/argos/decision", "/argos", "~2", "/01", "/4294967296",
        "/-", "//", "/a/list/2/x", "/../", "%2F", "\"value\":", "{\"op\":\"remove\",\"path\":\"/d/e\"},",
    ];

    [Test]
    public void Patch_is_applied_whole_or_not_at_all() => FuzzRuns.Try("json-patch", Seeds, Words, static text =>
    {
        if (FuzzRuns.Json(text) is not { } operations) return;

        var change = Tree.Patch(DataPath.Root, operations);

        Assert.That(change.Tree is null, Is.EqualTo(change.Problem is not null));
        Assert.That(Json.Same(Tree.Get(""), Before), Is.True, "the tree before is as it was");
        if (change.Tree is not { } after) return;
        Assert.That(after.Get("argos"), Is.Null);
        Assert.That(after.Get(""), Is.Not.Null);
    });

    [Test]
    public void Path_that_is_taken_is_the_same_when_it_is_written() =>
        FuzzRuns.Try("data-path", ["a/b/c", "kubernetes/pods/ns/p-0", "x%2Fy/z", "providers/k8s.cluster1.identityd"], Words, static text =>
    {
        if (!DataPath.TryParse(text, out var path, out var problem))
        {
            Assert.That(problem, Is.Not.Empty);
            return;
        }
        Assert.That(DataPath.TryParse(path.ToString(), out var again, out _), Is.True, path.ToString());
        Assert.That(again.Segments, Is.EqualTo(path.Segments));
    });
}
