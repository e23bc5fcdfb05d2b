using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

internal sealed class DataTreeTests
{
    [Test]
    public void With_missing_parents_makes_them()
    {
        var tree = DataTree.Empty.Put("teams/media/limits", """{"max":3}""");

        Assert.That(tree.Get(""), Is.EqualTo("""{"teams":{"media":{"limits":{"max":3}}}}"""));
    }

    [Test]
    public void With_keeps_the_bytes_of_the_value_as_sent()
    {
        var tree = DataTree.Empty.Put("a", """{ "b" : 1.0, "a":"\u00e9" }""");

        Assert.That(tree.Get("a"), Is.EqualTo("""{ "b" : 1.0, "a":"\u00e9" }"""));
    }

    [Test]
    public void With_does_not_change_the_tree_it_was_made_of()
    {
        var before = DataTree.Empty.Put("a/b", "1");

        before.Put("a/b", "2").Put("a/c", "3");

        Assert.That(before.Get(""), Is.EqualTo("""{"a":{"b":1}}"""));
    }

    [Test]
    public void With_below_an_object_keeps_its_other_members()
    {
        var tree = DataTree.Empty.Put("a", """{"b":{"c":1},"d":[1]}""").Put("a/b/e", "2");

        Assert.That(tree.Get("a"), Is.EqualTo("""{"b":{"c":1,"e":2},"d":[1]}"""));
        Assert.That(tree.DigestOf(Json.Path("a")).Count, Is.EqualTo(3));
    }

    [TestCase("a", "1", "a/b")]
    [TestCase("a", "\"text\"", "a/b/c")]
    [TestCase("a", "null", "a/b")]
    [TestCase("a", "[1,2]", "a/0")]
    [TestCase("a", """{"b":[{}]}""", "a/b/0/c")]
    public void With_through_a_value_is_a_conflict(string path, string value, string below)
    {
        var tree = DataTree.Empty.Put(path, value);

        var change = tree.With(Json.Path(below), Json.Value("1"));

        Assert.That(change.Tree, Is.Null);
        Assert.That(change.Problem!.Kind, Is.EqualTo(DataProblemKind.Conflict));
    }

    [TestCase("argos/decision")]
    [TestCase("argos/decision/x")]
    public void With_at_the_reserved_path_is_a_conflict(string path) =>
        Assert.That(DataTree.Empty.With(Json.Path(path), Json.Value("{}")).Problem!.Kind, Is.EqualTo(DataProblemKind.Conflict));

    [TestCase("argos")]
    [TestCase("argos/teams/limits.json")]
    public void With_elsewhere_in_the_namespace_of_that_name_is_data_like_any_other(string path) =>
        Assert.That(DataTree.Empty.Put(path, "{}").Exists(Json.Path(path)), Is.True);

    [TestCase("[]")]
    [TestCase("1")]
    [TestCase("null")]
    public void With_at_the_root_that_is_no_object_is_invalid(string value) =>
        Assert.That(DataTree.Empty.With(DataPath.Root, Json.Value(value)).Problem!.Kind, Is.EqualTo(DataProblemKind.Invalid));

    [Test]
    public void With_the_same_document_again_is_the_same_tree()
    {
        var tree = DataTree.Empty.Put("a/b", """{"x":1}""");

        Assert.That(tree.With(Json.Path("a/b"), Json.Value("""{"x":1}""")).Tree, Is.SameAs(tree));
    }

    [Test]
    public void Without_missing_path_is_not_found()
    {
        var tree = DataTree.Empty.Put("a/b", "1");

        Assert.That(tree.Without(Json.Path("a/c")).Problem!.Kind, Is.EqualTo(DataProblemKind.NotFound));
        Assert.That(tree.Without(Json.Path("x/y")).Problem!.Kind, Is.EqualTo(DataProblemKind.NotFound));
    }

    [Test]
    public void Without_leaves_the_empty_parent()
    {
        Assert.That(DataTree.Empty.Put("a/b", "1").Remove("a/b").Get(""), Is.EqualTo("""{"a":{}}"""));
    }

    [TestCase("a/list/1/x", "2")]
    [TestCase("a/list/0", "\"zero\"")]
    [TestCase("a/list/2", null)]
    [TestCase("a/list/00", null)]
    [TestCase("a/list/-", null)]
    [TestCase("a/name/length", null)]
    [TestCase("b", null)]
    public void Get_inside_a_document_follows_members_and_indexes(string path, string? expected)
    {
        var tree = DataTree.Empty.Put("a", """{"list":["zero",{"x":2}],"name":"n"}""");

        Assert.That(tree.Get(path), Is.EqualTo(expected));
        Assert.That(tree.Exists(Json.Path(path)), Is.EqualTo(expected is not null));
    }

    [Test]
    public void Read_gives_a_policy_documents_parts_and_branches()
    {
        var tree = DataTree.Empty.Put("providers/k8s", """{"issuer":"x"}""").Put("providers/aws", "{}");

        Assert.That(tree.Read("providers/k8s/issuer").Text, Is.EqualTo("x"));
        Assert.That(tree.Read("providers").Names, Is.EqualTo(new[] { "aws", "k8s" }));
        Assert.That(tree.Read("providers/none").Exists, Is.False);
        Assert.That(tree.Read("not//a path").Exists, Is.False);
    }

    [Test]
    public void Read_of_too_much_at_once_fails_instead_of_stalling_decisions()
    {
        var tree = DataTree.Empty;
        for (var i = 0; i <= Branch.MaximumReadable; i++) tree = tree.Put($"big/{i}", "1");

        Assert.That(() => tree.Read("big"), Throws.InvalidOperationException);
    }

    [Test]
    public void DigestOf_a_document_is_the_hash_of_its_path_and_text()
    {
        var tree = DataTree.Empty.Put("kubernetes/keys", """{"keys":[]}""");

        var expected = SetDigest.Empty.Add(SetDigest.HashOf("kubernetes/keys", """{"keys":[]}"""u8));
        Assert.That(tree.DigestOf(DataPath.ClusterKeys), Is.EqualTo(expected));
        Assert.That(tree.DigestOf(DataPath.Root), Is.EqualTo(expected));
    }
}
