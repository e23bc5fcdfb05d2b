using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Tests.Fakes;

namespace Argos.Rules.Mgmt.Tests.Desired;

public sealed class DesiredSetTests
{
    [Test]
    public void Policies_are_the_keys_ending_in_csx()
    {
        var set = From(policies: [Some.Map("n/p", ("a.csx", "x"), ("readme.txt", "t"))]);

        Assert.That(set.Policies.Keys, Is.EqualTo(new[] { "n/p/a.csx" }));
        Assert.That(set.Policies["n/p/a.csx"].Content, Is.EqualTo("x"u8.ToArray()));
        Assert.That(set.Policies["n/p/a.csx"].MediaType, Is.EqualTo("text/plain"));
        Assert.That(set.Policies["n/p/a.csx"].Hash, Is.EqualTo(SetDigest.HashOf("n/p/a.csx", "x"u8)));
        Assert.That(set.Problems, Is.Empty);
    }

    [Test]
    public void Tests_go_with_the_policy_of_the_same_name_and_count_in_its_hash()
    {
        var set = From(policies: [Some.Map("n/p", ("a.csx", "x"), ("a.tests.yaml", "cases: []"), ("b.csx", "x"))]);

        var text = JsonSerializer.Deserialize(set.Policies["n/p/a.csx"].Content, ContractsJson.Default.PolicyText)!;
        Assert.That(text, Is.EqualTo(new PolicyText("x", "cases: []")));
        Assert.That(set.Policies["n/p/a.csx"].Hash, Is.EqualTo(text.HashAs("n/p/a.csx")).And.Not.EqualTo(new PolicyText("x").HashAs("n/p/a.csx")));
        Assert.That(set.Policies["n/p/b.csx"].Content, Is.EqualTo("x"u8.ToArray()));
        Assert.That(set.Problems, Is.Empty);
    }

    [Test]
    public void Tests_without_their_policy_are_told()
    {
        var set = From(policies: [Some.Map("n/p", ("a.tests.yaml", "cases: []")), Some.Map("n/q", ("a.csx", "x"))]);

        Assert.That(set.Problems.Single().Origin.Key, Is.EqualTo("a.tests.yaml"));
        Assert.That(set.Problems.Single().Diagnostic.Code, Is.EqualTo("tests-orphan"));
        Assert.That(set.Policies["n/q/a.csx"].MediaType, Is.EqualTo("text/plain"));
    }

    [Test]
    public void Removed_key_is_gone()
    {
        var before = From(policies: [Some.Map("n/p", ("a.csx", "x"), ("b.csx", "y"))], data: [Some.Map("n/d", ("a", "1"), ("b", "2"))]);

        var after = From(policies: [Some.Map("n/p", ("b.csx", "y"))], data: [Some.Map("n/d", ("b", "2"))], previous: before);

        Assert.That(after.Policies.Keys, Is.EqualTo(new[] { "n/p/b.csx" }));
        Assert.That(after.Documents.Keys, Is.EqualTo(new[] { "n/d/b" }));
    }

    [Test]
    public void Label_that_flips_from_policy_to_data_moves_the_keys()
    {
        var map = Some.Map("n/m", ("a.csx", "1"));
        var before = From(policies: [map]);

        var after = From(data: [map], previous: before);

        Assert.That(after.Policies, Is.Empty);
        Assert.That(after.Documents.Keys, Is.EqualTo(new[] { "n/m/a.csx" }));
    }

    [Test]
    public void Deleted_ConfigMap_with_two_keys_takes_only_its_own_documents()
    {
        var other = Some.Map("n/other", ("k", "1"));
        var before = From(data: [Some.Map("n/d", ("a", "1"), ("b", "2")), other]);

        var after = From(data: [other], previous: before);

        Assert.That(after.Documents.Keys, Is.EqualTo(new[] { "n/other/k" }));
    }

    [Test]
    public void Order_of_the_ConfigMaps_does_not_matter()
    {
        ConfigMap[] maps = [Some.MapAt("b/x", "p", ("k", "1")), Some.MapAt("a/y", "p", ("k", "2")), Some.MapAt("a/x", "p/q", ("k", "3"))];

        var forwards = From(data: maps);
        var backwards = From(data: [.. maps.Reverse()]);

        Assert.That(Text(forwards), Is.EqualTo(new[] { "p/q=3" }));
        Assert.That(Text(backwards), Is.EqualTo(Text(forwards)));
        Assert.That(backwards.Problems, Is.EqualTo(forwards.Problems));
    }

    [Test]
    public void Second_claim_of_a_path_loses_and_is_reported()
    {
        var set = From(data: [Some.MapAt("n/b", "providers/x", ("k", "2")), Some.MapAt("n/a", "providers/x", ("k", "1"))]);

        Assert.That(Text(set), Is.EqualTo(new[] { "providers/x=1" }));
        Assert.That(set.Problems.Single().Origin.ToString(), Is.EqualTo("n/b, key `k`"));
        Assert.That(set.Problems.Single().Diagnostic.Message, Does.Contain("`providers/x`").And.Contain("n/a"));
    }

    [Test]
    public void Broken_key_blocks_no_neighbour_and_tells_where()
    {
        var set = From(data: [Some.Map("n/d", ("bad.yaml", "a: 1\nb: [\n"), ("good.yaml", "a: 1"))]);

        Assert.That(set.Documents["n/d/good"].Content, Is.EqualTo("""{"a":1}"""u8.ToArray()));
        Assert.That(set.Documents["n/d/bad"].Content, Is.Null);
        Assert.That(set.Problems.Single().Diagnostic.Location!.File, Is.EqualTo("n/d/bad.yaml"));
        Assert.That(set.Problems.Single().Diagnostic.Location!.Row, Is.GreaterThan(1));
    }

    [Test]
    public void Broken_key_keeps_its_last_good_version_however_often_it_is_edited()
    {
        var set = From(data: [Some.Map("n/d", ("k.json", "{\"a\":1}"))]);
        set = From(data: [Some.Map("n/d", ("k.json", "{"))], previous: set);
        set = From(data: [Some.Map("n/d", ("k.json", "{{"))], previous: set);

        Assert.That(Text(set), Is.EqualTo(new[] { """n/d/k={"a":1}""" }));
        Assert.That(set.Problems, Has.Length.EqualTo(1));
    }

    [Test]
    public void Key_that_is_no_text_any_more_is_a_broken_key()
    {
        var before = From(data: [Some.MapAt("n/d", "providers", ("a.json", "1"), ("b.json", "2"))]);

        var after = From(data: [Some.MapAt("n/d", "providers", ("b.json", "2")).WithBinary("a.json")], previous: before);

        Assert.That(Text(after), Is.EqualTo(new[] { "providers/a=1", "providers/b=2" }));
        Assert.That(after.Problems.Single().Diagnostic.Message, Does.Contain("UTF-8"));
    }

    [Test]
    public void ConfigMap_tells_its_keys_that_are_no_text()
    {
        var map = Some.MapOf("""{"metadata":{"namespace":"n","name":"p"},"data":{"a.csx":"x"},"binaryData":{"b.csx":"/w=="}}""");

        Assert.That((map.Data.Keys.Single(), map.Broken.Keys.Single()), Is.EqualTo(("a.csx", "b.csx")));
    }

    [Test]
    public void Broken_key_does_not_inherit_another_ConfigMaps_version()
    {
        var before = From(data: [Some.MapAt("n/b", "p", ("k.json", "1"))]);

        var after = From(data: [Some.MapAt("n/a", "p", ("k.json", "{")), Some.MapAt("n/b", "p", ("k.json", "1"))], previous: before);

        Assert.That(after.Documents["p"].Content, Is.Null);
    }

    [TestCase("one", new[] { "providers/k8s.cluster1.identityd" })]
    [TestCase("one,two", new[] { "providers/k8s.cluster1.identityd/one", "providers/k8s.cluster1.identityd/two" })]
    public void Path_annotation_places_one_key_at_the_path_and_several_below_it(string keys, string[] expected)
    {
        var map = Some.MapAt("n/d", "providers/k8s.cluster1.identityd", [.. keys.Split(',').Select(static key => (key + ".yaml", "a: 1"))]);

        Assert.That(From(data: [map]).Documents.Keys, Is.EqualTo(expected));
    }

    [TestCase("kubernetes/pods/ns/forged")]
    [TestCase("/kubernetes/keys")]
    [TestCase("kubernetes")]
    [TestCase("/")]
    [TestCase("a//b")]
    [TestCase("a/../b")]
    public void Path_that_cannot_be_claimed_is_refused(string path)
    {
        var set = From(data: [Some.MapAt("n/d", path, ("k", "1")), Some.Map("n/e", ("k", "2"))]);

        Assert.That(set.Documents.Keys, Is.EqualTo(new[] { "n/e/k" }));
        Assert.That(set.Problems, Has.Length.EqualTo(1));
    }

    [TestCase("clusters/east/pods/ns/forged")]
    [TestCase("clusters/east")]
    [TestCase("clusters")]
    [TestCase("kubernetes/keys")]
    public void Path_of_what_is_replicated_elsewhere_cannot_be_claimed_either(string path)
    {
        var set = DesiredSet.From([], [Some.MapAt("n/d", path, ("k", "1")), Some.MapAt("n/e", "clusters/west", ("k", "2"))], ("{}"u8.ToArray(), new DataPath(["clusters", "east"])), DesiredSet.Empty);

        Assert.That(set.Documents.Keys, Is.EqualTo(new[] { "clusters/east/keys", "clusters/west" }));
        Assert.That(set.Problems, Has.Length.EqualTo(1));
    }

    [Test]
    public void Keys_of_the_cluster_are_a_document()
    {
        var set = DesiredSet.From([], [], ("{}"u8.ToArray(), ClusterView.DefaultRoot), DesiredSet.Empty);

        Assert.That(Text(set), Is.EqualTo(new[] { "kubernetes/keys={}" }));
    }

    [Test]
    public void Policy_that_its_annotation_calls_active_was_active()
    {
        var status = """{"r":{"state":"error","keys":{"a.csx":{"state":"error","hash":"1","active":"2"},"b.csx":{"state":"error","hash":"1"}}}}""";

        var set = From(policies: [Some.Map("n/p", ("a.csx", "x"), ("b.csx", "y")).With(status)]);

        Assert.That(set.Policies["n/p/a.csx"].WasActive);
        Assert.That(set.Policies["n/p/b.csx"].WasActive, Is.False);
    }

    private static DesiredSet From(ConfigMap[]? policies = null, ConfigMap[]? data = null, DesiredSet? previous = null) =>
        DesiredSet.From(policies ?? [], data ?? [], (null, ClusterView.DefaultRoot), previous ?? DesiredSet.Empty);

    private static string[] Text(DesiredSet set) =>
        [.. set.Documents.Values.Where(static item => item.Content is not null).Select(static item => $"{item.Id}={Encoding.UTF8.GetString(item.Content!)}")];
}
