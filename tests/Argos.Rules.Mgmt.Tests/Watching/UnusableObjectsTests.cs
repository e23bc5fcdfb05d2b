using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Watching;

public sealed class UnusableObjectsTests
{
    private static readonly UnusableObject Bad = new(new ObjectName("ns", "bad"), "why");

    private UnusableObjects _objects = null!;

    [SetUp]
    public void SetUp() => _objects = new UnusableObjects();

    [Test]
    public void Those_of_a_list_count_when_it_is_complete()
    {
        Assert.That(Step(new WatchEvent<ProjectedObject>.Init()), Is.False);
        Assert.That(Step(null, Bad, new UnusableObject(null, "no name")), Is.False);
        Assert.That(_objects.All, Is.Empty);

        Assert.That(Step(new WatchEvent<ProjectedObject>.InitDone()));

        Assert.That(_objects.All, Has.Length.EqualTo(2));
    }

    [Test]
    public void Next_list_replaces_them()
    {
        Those_of_a_list_count_when_it_is_complete();

        Step(new WatchEvent<ProjectedObject>.Init());
        Step(new WatchEvent<ProjectedObject>.InitDone());

        Assert.That(_objects.All, Is.Empty);
    }

    [Test]
    public void Object_that_becomes_unusable_counts_until_it_is_mended()
    {
        Assert.That(Step(new WatchEvent<ProjectedObject>.Delete(Bad.Name!.Value), Bad));
        Assert.That(_objects.All.Single(), Is.EqualTo(Bad));

        Assert.That(Step(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/other"))), Is.False);
        Assert.That(Step(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/bad"))));

        Assert.That(_objects.All, Is.Empty);
    }

    [Test]
    public void Object_that_is_deleted_counts_no_more()
    {
        Step(new WatchEvent<ProjectedObject>.Delete(Bad.Name!.Value), Bad);

        Assert.That(Step(new WatchEvent<ProjectedObject>.Delete(Bad.Name!.Value)));

        Assert.That(_objects.All, Is.Empty);
    }

    [Test]
    public void Object_of_a_streamed_list_that_is_mended_before_its_end_does_not_count()
    {
        Step(new WatchEvent<ProjectedObject>.Init());
        Step(new WatchEvent<ProjectedObject>.InitDelete(Bad.Name!.Value), Bad);
        Step(new WatchEvent<ProjectedObject>.InitApply(Some.Pod("ns/bad")));
        Step(new WatchEvent<ProjectedObject>.InitDone());

        Assert.That(_objects.All, Is.Empty);
    }

    private bool Step(WatchEvent<ProjectedObject>? change, params UnusableObject[] unusable) => _objects.Follow(change, [.. unusable]);
}
