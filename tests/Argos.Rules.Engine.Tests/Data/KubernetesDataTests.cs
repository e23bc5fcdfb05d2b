using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Data;

internal sealed class KubernetesDataTests
{
    private const string Pod = """{"metadata":{"name":"p1","namespace":"ns","uid":"u-1","labels":{"app":"x"}},"spec":{"serviceAccountName":"api","nodeName":"n"},"status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"}]}}""";

    [Test]
    public void With_a_pod_makes_it_findable()
    {
        var tree = DataTree.Empty.Put("kubernetes/pods/ns/p1", Pod);

        var pod = tree.FindPod("ns", "p1")!;
        Assert.That((pod.Uid, pod.ServiceAccount, pod.Node, pod.IsLive), Is.EqualTo(("u-1", "api", "n", true)));
        Assert.That(pod.Ips.ToString(), Is.EqualTo("10.0.0.1"));
        Assert.That(tree.FindPod("ns", "p2"), Is.Null);
        Assert.That(tree.FindPod("other", "p1"), Is.Null);
        Assert.That(tree.PodCount, Is.EqualTo(1));
    }

    [Test]
    public void With_a_collection_of_pods_makes_one_document_of_each_and_replaces_the_old_ones()
    {
        var tree = DataTree.Empty.Put("kubernetes/pods/old/gone", Pod.Replace("\"ns\"", "\"old\"", StringComparison.Ordinal).Replace("p1", "gone", StringComparison.Ordinal));

        tree = tree.Put("kubernetes/pods", $$$"""{"ns":{"p1":{{{Pod}}}},"empty":{}}""");

        Assert.That(tree.FindPod("ns", "p1"), Is.Not.Null);
        Assert.That(tree.FindPod("old", "gone"), Is.Null);
        Assert.That(tree.DigestOf(DataPath.Pods), Is.EqualTo(SetDigest.Empty.Add(SetDigest.HashOf("kubernetes/pods/ns/p1", System.Text.Encoding.UTF8.GetBytes(Pod)))));
    }

    [Test]
    public void Pod_as_mgmt_sends_it_comes_back_byte_for_byte()
    {
        const string sent = """{"metadata":{"creationTimestamp":"2026-11-21T10:00:00Z","deletionTimestamp":"2026-11-21T11:00:00Z","labels":{"A":"1","app":"x","b":"2","pod-template-hash":"7c"},"name":"p1","namespace":"ns","resourceVersion":"17","uid":"u-1"},"spec":{"hostNetwork":true,"nodeName":"n","serviceAccountName":"api"},"status":{"hostIP":"10.0.0.9","hostIPs":[{"ip":"10.0.0.9"}],"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}],"startTime":"2026-11-21T10:00:01Z"}}""";

        Assert.That(DataTree.Empty.Put("kubernetes/pods/ns/p1", sent).Get("kubernetes/pods/ns/p1"), Is.EqualTo(sent));
    }

    [TestCase("\"uid\":\"u-1\"", "\"uid\":\"u-1\",\"annotations\":{\"a\":\"b\"}")]
    [TestCase("\"phase\":\"Running\"", "\"phase\":\"Running\",\"qosClass\":\"BestEffort\"")]
    public void Pod_with_a_member_beyond_the_typed_ones_keeps_it(string member, string more)
    {
        var sent = Pod.Replace(member, more, StringComparison.Ordinal);

        Assert.That(DataTree.Empty.Put("kubernetes/pods/ns/p1", sent).Get("kubernetes/pods/ns/p1"), Is.EqualTo(sent));
    }

    [TestCase("kubernetes", """{"pods":{"ns":{"p1":{}}}}""")]
    [TestCase("", """{"kubernetes":{"pods":{"ns":{"p1":{}}}}}""")]
    [TestCase("kubernetes/pods/ns", """{"p1":{}}""")]
    public void With_above_the_pods_makes_pods_too(string path, string value) =>
        Assert.That(DataTree.Empty.Put(path, value).FindPod("ns", "p1"), Is.Not.Null);

    [TestCase("""{"ns":[]}""")]
    [TestCase("""{"ns":{"p1":1}}""")]
    [TestCase("[]")]
    public void With_a_collection_of_something_else_is_invalid(string value) =>
        Assert.That(DataTree.Empty.With(DataPath.Pods, Json.Value(value)).Problem!.Kind, Is.EqualTo(DataProblemKind.Invalid));

    [TestCase("""{"metadata":{"name":"p2"}}""", "name")]
    [TestCase("""{"metadata":{"namespace":"other"}}""", "namespace")]
    [TestCase("""{"metadata":{"uid":7}}""", "uid")]
    [TestCase("""{"metadata":{"deletionTimestamp":"soon"}}""", "deletionTimestamp")]
    [TestCase("""{"metadata":{"labels":{"a":1}}}""", "labels")]
    [TestCase("""{"status":[]}""", "status")]
    [TestCase("""{"status":{"podIPs":"10.0.0.1"}}""", "podIPs")]
    [TestCase("""{"spec":{"hostNetwork":"yes"}}""", "hostNetwork")]
    [TestCase("[]", "object")]
    public void With_a_pod_that_contradicts_its_path_or_its_types_is_invalid(string pod, string named)
    {
        var change = DataTree.Empty.With(Json.Path("kubernetes/pods/ns/p1"), Json.Value(pod));

        Assert.That(change.Problem!.Kind, Is.EqualTo(DataProblemKind.Invalid));
        Assert.That(change.Problem.Message, Does.Contain(named));
    }

    [Test]
    public void With_a_pod_without_an_address_is_fine() =>
        Assert.That(DataTree.Empty.Put("kubernetes/pods/ns/p1", """{"status":{"phase":"Pending"}}""").FindPod("ns", "p1")!.Ips, Is.Empty);

    [TestCase(Pod)]
    [TestCase("""{"metadata":{"name":"p1","namespace":"ns","creationTimestamp":"2026-11-21T10:00:00Z","deletionTimestamp":"2026-11-21T11:00:00Z"},"spec":{"hostNetwork":true},"status":{"startTime":"2026-11-21T10:00:01Z","hostIP":"10.1.0.1","podIP":"10.1.0.1","podIPs":[{"ip":"10.1.0.1"},{"ip":"fd00::1"}]}}""")]
    [TestCase("""{"metadata":{"name":"p1","namespace":"ns","annotations":{"a":"b"}}}""")]
    [TestCase("""{"metadata":{"creationTimestamp":"2026-11-21T10:00:00.25Z"},"spec":{"hostNetwork":false}}""")]
    [TestCase("""{"status":{"podIP":"not an address","podIPs":[],"hostIPs":[{"ip":"FD00::0001"}]}}""")]
    [TestCase("""{"metadata":{"labels":{}},"spec":null,"extra":[1,{"x":null}]}""")]
    [TestCase("{}")]
    public void Get_of_a_pod_gives_what_was_put(string pod)
    {
        var tree = DataTree.Empty.Put("kubernetes/pods/ns/p1", pod);

        Assert.That(Json.Same(tree.Get("kubernetes/pods/ns/p1"), pod), Is.True, tree.Get("kubernetes/pods/ns/p1"));
        Assert.That(Json.Same(tree.Get("kubernetes/pods"), $$$"""{"ns":{"p1":{{{pod}}}}}"""), Is.True);
    }

    [Test]
    public void FindPod_offers_further_fields_as_json_only_where_there_are_some()
    {
        var tree = DataTree.Empty.Put("kubernetes/pods/ns/p1", Pod).Put("kubernetes/pods/ns/p2", """{"metadata":{"annotations":{"a":"b"}}}""");

        Assert.That(tree.FindPod("ns", "p1")!.Json.Exists, Is.False);
        Assert.That(tree.FindPod("ns", "p2")!.Json["metadata"]["annotations"]["a"].Text, Is.EqualTo("b"));
        var again = tree.FindPod("ns", "p2");
        Assert.That(tree.FindPod("ns", "p2"), Is.SameAs(again));
        Assert.That(tree.Read("kubernetes/pods/ns/p1/status/phase").Text, Is.EqualTo("Running"));
    }

    [Test]
    public void Pods_that_agree_share_their_labels_and_names()
    {
        var tree = DataTree.Empty
            .Put("kubernetes/pods/ns/p1", """{"metadata":{"labels":{"a":"b","c":"d"}},"spec":{"nodeName":"n1"}}""")
            .Put("kubernetes/pods/ns/p2", """{"metadata":{"labels":{"c":"d","a":"b"}},"spec":{"nodeName":"n1"}}""");

        Assert.That(tree.FindPod("ns", "p1")!.Labels, Is.SameAs(tree.FindPod("ns", "p2")!.Labels));
        Assert.That(tree.FindPod("ns", "p1")!.Node, Is.SameAs(tree.FindPod("ns", "p2")!.Node));
    }

    [Test]
    public void Patch_inside_a_pod_changes_the_pod()
    {
        var tree = DataTree.Empty.Put("kubernetes/pods/ns/p1", Pod);

        tree = tree.Patched("", """[{"op":"replace","path":"/kubernetes/pods/ns/p1/status/phase","value":"Succeeded"}]""");
        tree = tree.Put("kubernetes/pods/ns/p1/metadata/annotations/a", "\"b\"");

        Assert.That(tree.FindPod("ns", "p1")!.IsLive, Is.False);
        Assert.That(tree.FindPod("ns", "p1")!.Json["metadata"]["annotations"]["a"].Text, Is.EqualTo("b"));
    }

    [Test]
    public void Patch_that_makes_a_pod_invalid_is_refused()
    {
        var tree = DataTree.Empty.Put("kubernetes/pods/ns/p1", Pod);

        var change = tree.Patch(DataPath.Root, Json.Value("""[{"op":"replace","path":"/kubernetes/pods/ns/p1/metadata/name","value":"p2"}]"""));

        Assert.That(change.Problem!.Kind, Is.EqualTo(DataProblemKind.Invalid));
    }

    [Test]
    public void With_inside_a_pod_that_is_not_there_is_not_found() =>
        Assert.That(DataTree.Empty.With(Json.Path("kubernetes/pods/ns/p1/status"), Json.Value("{}")).Problem!.Kind, Is.EqualTo(DataProblemKind.NotFound));

    [Test]
    public void Namespaces_come_and_go_with_their_objects()
    {
        var tree = DataTree.Empty.Patched("", """[{"op":"add","path":"/kubernetes/pods/ns/p1","value":{}}]""");
        Assert.That(tree.FindPod("ns", "p1"), Is.Not.Null);

        tree = tree.Patched("", """[{"op":"remove","path":"/kubernetes/pods/ns/p1"}]""");

        Assert.That(tree.Get("kubernetes"), Is.EqualTo("""{"pods":{}}"""));
    }

    [TestCase("kubernetes/services", """{"ns":{"s1":{"metadata":{}},"s2":{"metadata":{}}}}""", 2)]
    [TestCase("kubernetes/nodes", """{"n1":{"metadata":{}},"n2":{"metadata":{}}}""", 2)]
    [TestCase("kubernetes/services/ns", """{"s1":{"metadata":{}}}""", 1)]
    [TestCase("kubernetes/nodes/n1", """{"metadata":{"labels":{"a":"b"}},"spec":{"metadata":{}}}""", 1)]
    [TestCase("kubernetes/keys", """{"keys":[{"kid":"1"}]}""", 1)]
    [TestCase("kubernetes/other", """{"a":{"b":{"c":1}}}""", 1)]
    [TestCase("kubernetes/services", "{}", 0)]
    public void With_another_resource_makes_one_document_of_each_object(string path, string value, int documents)
    {
        var tree = DataTree.Empty.Put(path, value);

        Assert.That(tree.DigestOf(DataPath.Root).Count, Is.EqualTo(documents));
        Assert.That(Json.Same(tree.Get(path), value), Is.True);
    }
}
