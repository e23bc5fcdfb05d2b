using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Snapshots;
using Argos.Rules.Engine.Sync;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Sync;

internal sealed class ReadinessTests
{
    private readonly ManualTime _time = new();
    private SnapshotStore _store = null!;
    private SyncRegistry _registry = null!;
    private Readiness _readiness = null!;

    [SetUp]
    public void MakeReadiness()
    {
        _store = new SnapshotStore();
        _store.ChangePolicies(static policies => policies.With(new ActivePolicy("a", "", "", new FrontMatter(), static context => context.Allow(), null)));
        _registry = new SyncRegistry(_store, new EngineIdentity(_time), _time);
        _readiness = new Readiness(new SyncOptions { MaximumAgeSeconds = 300 }, _registry, _store);
    }

    [Test]
    public void Engine_that_was_told_nothing_is_not_ready() => Assert.That(_readiness.NotReadyBecause(), Is.Not.Empty);

    [Test]
    public void Engine_without_an_enforcing_policy_is_not_ready()
    {
        Declare(age: 0);

        _store.ChangePolicies(static policies => policies.Without("a"));

        Assert.That(_readiness.NotReadyBecause().Single(), Does.Contain("policy"));
    }

    [Test]
    public void Set_is_good_until_it_is_too_old()
    {
        Declare(age: 0);

        _time.Advance(TimeSpan.FromSeconds(300));
        Assert.That(_readiness.NotReadyBecause(), Is.Empty);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_readiness.NotReadyBecause().Single(), Does.Contain("up to date"));
    }

    [Test]
    public void Age_at_the_origin_counts_although_declarations_go_on()
    {
        Declare(age: 0);

        for (var age = 30; age <= 270; age += 30)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            Declare(age);
            Assert.That(_readiness.NotReadyBecause(), Is.Empty, $"at {age} s");
        }
        _time.Advance(TimeSpan.FromSeconds(31));
        Declare(age: 301);
        Assert.That(_readiness.NotReadyBecause(), Is.Not.Empty);

        Declare(age: 0);
        Assert.That(_readiness.NotReadyBecause(), Is.Empty);
    }

    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Age_that_is_none_is_refused(double age)
    {
        Assert.That(Declare(age), Is.InstanceOf<SyncOutcome.Invalid>());
        Assert.That(_readiness.NotReadyBecause(), Is.Not.Empty);
    }

    [Test]
    public void Set_that_misses_something_is_not_ready()
    {
        Declare(age: 0, missing: "policy `a/b/c.csx`");

        Assert.That(_readiness.NotReadyBecause().Single(), Does.Contain("policy `a/b/c.csx`"));
    }

    private SyncOutcome Declare(double age, params string[] missing) => _registry.Declare("mgmt", new SyncDeclaration
    {
        EngineId = "any",
        Generation = 1,
        // The policy was written by hand: it belongs to no source.
        Policies = new DigestRecord(0, SetDigest.Empty.Hex),
        Resources = System.Collections.Immutable.ImmutableSortedDictionary<string, DigestRecord>.Empty,
        Missing = [.. missing],
        AgeSeconds = age,
    });
}
