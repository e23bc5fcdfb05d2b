using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Sync;

internal sealed class SyncRegistryTests
{
    private readonly SnapshotStore _store = new();
    private SyncRegistry _registry = null!;
    private EngineIdentity _identity = null!;

    [SetUp]
    public void MakeRegistry()
    {
        var time = new ManualTime();
        _identity = new EngineIdentity(time);
        _registry = new SyncRegistry(_store, _identity, time);
    }

    [TestCase("kubernetes/pods/ns/p", "kubernetes/pods")]
    [TestCase("kubernetes/keys", "kubernetes/keys")]
    [TestCase("providers/k8s.c.identityd", "providers/k8s.c.identityd")]
    [TestCase("team/map/key.json", "team/map/key.json")]
    public void Wrote_takes_the_collection_or_the_document_for_the_root(string path, string root)
    {
        _registry.RecordWrite("mgmt", [Json.Path(path)]);

        Assert.That(_registry.Find("mgmt")!.Roots.Select(r => r.ToString()), Is.EqualTo(new[] { root }));
    }

    [TestCase("")]
    [TestCase("kubernetes")]
    public void Wrote_above_the_roots_belongs_to_nobody(string path)
    {
        _registry.RecordWrite("mgmt", [Json.Path(path)]);

        Assert.That(_registry.Find("mgmt")!.Roots, Is.Empty);
    }

    [Test]
    public void Declare_covers_what_was_written_inside_a_declared_document()
    {
        var store = new SnapshotStore();
        store.ChangeData(tree => tree.With(Json.Path("providers/x"), Json.Value("{}")));
        var registry = new SyncRegistry(store, _identity, new ManualTime());
        registry.RecordWrite("mgmt", [Json.Path("providers/x/audience")]);
        var digest = store.Current.Data.DigestOf(Json.Path("providers/x"));

        var outcome = registry.Declare("mgmt", Declaration(("providers/x", new DigestRecord(digest.Count, digest.Hex))));

        Assert.That(outcome, Is.InstanceOf<SyncOutcome.Agreed>());
    }

    [Test]
    public void Declare_of_one_source_says_nothing_about_another()
    {
        _registry.Declare("a", Declaration());
        _registry.Declare("b", Declaration(("none", new DigestRecord(1, "x"))));

        Assert.That((_registry.Find("a")!.Incomplete is null, _registry.Find("b")!.Incomplete is null), Is.EqualTo((true, false)));
    }

    [Test]
    public void Identity_differs_from_start_to_start() =>
        Assert.That(new EngineIdentity(TimeProvider.System).Id, Is.Not.EqualTo(_identity.Id).And.Length.EqualTo(32));

    private SyncDeclaration Declaration(params (string Root, DigestRecord Digest)[] resources) => new()
    {
        EngineId = _identity.Id,
        Generation = 1,
        Policies = new DigestRecord(0, SetDigest.Empty.Hex),
        Resources = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(resources.Select(r => KeyValuePair.Create(r.Root, r.Digest))),
    };
}
