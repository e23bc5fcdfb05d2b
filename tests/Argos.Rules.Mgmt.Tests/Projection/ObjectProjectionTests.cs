using System.Text;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;

namespace Argos.Rules.Mgmt.Tests.Projection;

public sealed class ObjectProjectionTests
{
    [Test]
    public void Read_keeps_exactly_the_fields_in_canonical_order()
    {
        Assert.That(Encoding.UTF8.GetString(Some.Pod("ns/a").Json), Is.EqualTo(
            """{"metadata":{"labels":{"a":"1","b":"2"},"name":"a","namespace":"ns","resourceVersion":"1","uid":"u"},"spec":{"nodeName":"n","serviceAccountName":"sa"},"status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"}]}}"""));
    }

    [Test]
    public void Pod_of_which_only_the_version_changed_is_the_same()
    {
        var (before, after) = (Some.Pod("ns/a", version: "1"), Some.Pod("ns/a", version: "2"));

        Assert.That(after.Fingerprint, Is.EqualTo(before.Fingerprint));
        Assert.That(after.Json, Is.Not.EqualTo(before.Json));
    }

    [Test]
    public void Pod_with_another_address_is_another()
    {
        Assert.That(Some.Pod("ns/a", "10.0.0.2").Fingerprint, Is.Not.EqualTo(Some.Pod("ns/a", "10.0.0.1").Fingerprint));
    }

    [Test]
    public void Pod_without_an_address_or_status_is_fine()
    {
        var pod = ObjectProjection.OfPods([]).Read(Some.Json("""{"metadata":{"name":"a","namespace":"ns","uid":null},"spec":{"containers":[]}}"""), out _);

        Assert.That(Encoding.UTF8.GetString(pod!.Json), Is.EqualTo("""{"metadata":{"name":"a","namespace":"ns"}}"""));
    }

    [Test]
    public void Field_that_policies_read_stays_whatever_is_configured()
    {
        var pod = ObjectProjection.OfPods(["spec.containers"]).Read(
            Some.Json("""{"metadata":{"name":"a","namespace":"ns","deletionTimestamp":"2026-03-01T12:00:00Z"},"spec":{"containers":[]},"status":{"hostIPs":[{"ip":"10.0.0.1"}]}}"""), out _);

        Assert.That(Encoding.UTF8.GetString(pod!.Json), Is.EqualTo(
            """{"metadata":{"deletionTimestamp":"2026-03-01T12:00:00Z","name":"a","namespace":"ns"},"spec":{"containers":[]},"status":{"hostIPs":[{"ip":"10.0.0.1"}]}}"""));
    }

    [TestCase("""{"metadata":{"name":"a"}}""", "`metadata.namespace` is missing")]
    [TestCase("""{"metadata":{"namespace":"ns"}}""", "`metadata.name` is missing")]
    [TestCase("""{"metadata":[]}""", "`metadata` must be a mapping, and is a list")]
    [TestCase("[]", "`the pod` must be a mapping, and is a list")]
    [TestCase("""{"metadata":{"name":"a","namespace":"ns","uid":"\ud800"}}""", "it has a text with half a surrogate pair")]
    [TestCase("""{"metadata":{"name":"a","namespace":"ns","labels":{"release":2024}}}""", "`metadata.labels.release` must be a text, and is a number: put it in quotes")]
    [TestCase("""{"metadata":{"name":"a","namespace":"ns"},"status":{"podIPs":["10.0.0.1"]}}""", "`status.podIPs[0]` must be a mapping with `ip`, and is a text")]
    public void Object_that_is_no_pod_is_refused_with_its_field(string json, string expected)
    {
        Assert.That(ObjectProjection.OfPods([]).Read(Some.Json(json), out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo(expected));
    }

    [TestCase("metadata")]
    [TestCase("metadata.managedFields")]
    [TestCase("spec..x")]
    [TestCase("")]
    public void Field_that_cannot_be_replicated_is_refused(string field)
    {
        Assert.That(PodFields.ProblemsOfNames([field]).Count(), Is.EqualTo(1));
    }
}
