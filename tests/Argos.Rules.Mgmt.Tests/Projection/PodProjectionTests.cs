using System.Text;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;

namespace Argos.Rules.Mgmt.Tests.Projection;

public sealed class PodProjectionTests
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
        var pod = new PodProjection(PodProjection.DefaultFields).Read(Some.Json("""{"metadata":{"name":"a","namespace":"ns","uid":null},"spec":{"containers":[]}}"""));

        Assert.That(Encoding.UTF8.GetString(pod!.Json), Is.EqualTo("""{"metadata":{"name":"a","namespace":"ns"}}"""));
    }

    [TestCase("""{"metadata":{"name":"a"}}""")]
    [TestCase("""{"metadata":{"namespace":"ns"}}""")]
    [TestCase("""{"metadata":[]}""")]
    [TestCase("[]")]
    [TestCase("""{"metadata":{"name":"a","namespace":"ns","uid":"\ud800"}}""")]
    public void Object_that_is_no_pod_is_left_out(string json)
    {
        Assert.That(new PodProjection(PodProjection.DefaultFields).Read(Some.Json(json)), Is.Null);
    }

    [TestCase("metadata")]
    [TestCase("metadata.managedFields")]
    [TestCase("spec..x")]
    [TestCase("")]
    public void Field_that_cannot_be_replicated_is_refused(string field)
    {
        Assert.That(PodProjection.Problems([field]).Count(), Is.EqualTo(1));
    }
}
