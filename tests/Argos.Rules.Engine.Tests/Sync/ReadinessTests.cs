using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Sync;

internal sealed class ReadinessTests
{
    private readonly ManualTime _time = new();
    private SnapshotStore _store = null!;
    private SyncRegistry _registry = null!;
    private Readiness _readiness = null!;
    private ImmutableSortedDictionary<string, DigestRecord>? _blocked;

    [SetUp]
    public void MakeReadiness()
    {
        _blocked = null;
        _store = new SnapshotStore();
        _store.ChangePolicies(static policies => policies.With(new ActivePolicy("a", "", "", new FrontMatter(), static context => context.Allow(), null)));
        _registry = new SyncRegistry(_store, new EngineIdentity(_time), _time);
        _readiness = new Readiness(new SyncOptions { MaximumAgeSeconds = 300 }, _registry, _store);
    }

    [Test]
    public void Engine_that_was_told_nothing_is_not_ready() => Assert.That(_readiness.NotReadyReasons(), Is.Not.Empty);

    [Test]
    public void Engine_without_an_enforcing_policy_is_not_ready()
    {
        Declare(age: 0);

        _store.ChangePolicies(static policies => policies.Without("a"));

        Assert.That(_readiness.NotReadyReasons().Single(), Does.Contain("policy"));
    }

    [Test]
    public void Set_is_good_until_it_is_too_old()
    {
        Declare(age: 0);

        _time.Advance(TimeSpan.FromSeconds(300));
        Assert.That(_readiness.NotReadyReasons(), Is.Empty);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_readiness.NotReadyReasons().Single(), Does.Contain("up to date"));
    }

    [Test]
    public void Age_at_the_origin_counts_although_declarations_go_on()
    {
        Declare(age: 0);

        for (var age = 30; age <= 270; age += 30)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            Declare(age);
            Assert.That(_readiness.NotReadyReasons(), Is.Empty, $"at {age} s");
        }
        _time.Advance(TimeSpan.FromSeconds(31));
        Declare(age: 301);
        Assert.That(_readiness.NotReadyReasons(), Is.Not.Empty);

        Declare(age: 0);
        Assert.That(_readiness.NotReadyReasons(), Is.Empty);
    }

    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Age_that_is_none_is_refused(double age)
    {
        Assert.That(Declare(age), Is.InstanceOf<SyncOutcome.Invalid>());
        Assert.That(_readiness.NotReadyReasons(), Is.Not.Empty);
    }

    [Test]
    public void Set_that_misses_something_is_not_ready()
    {
        Declare(age: 0, missing: "policy `a/b/c.csx`");

        Assert.That(_readiness.NotReadyReasons().Single(), Does.Contain("policy `a/b/c.csx`"));
    }

    [Test]
    public void Snapshot_from_before_the_set_was_complete_is_not_ready_though_the_engine_is()
    {
        var early = _store.Current;
        Put();
        Declare(age: 0);

        Assert.That(_readiness.NotReadyReasons(), Is.Empty);
        Assert.That(_readiness.NotReadyReasons(early).Single(), Does.Contain("when the data was taken"));
    }

    [Test]
    public void Snapshot_that_somebody_disturbed_is_not_ready_though_the_set_was_repaired_since()
    {
        Put();
        Declare(age: 0);
        TakeAway();
        var disturbed = _store.Current;
        Put();
        Declare(age: 0);

        Assert.That(_readiness.NotReadyReasons(), Is.Empty);
        Assert.That(_readiness.NotReadyReasons(disturbed), Is.Not.Empty);
    }

    [Test]
    public void Snapshot_is_ready_when_the_source_has_only_written_on_and_declared_again()
    {
        Put();
        Declare(age: 0);
        var taken = _store.Current;
        _store.ChangeData(static tree => tree.With(Data.Json.Path("more"), Data.Json.Value("1")));
        _time.Advance(TimeSpan.FromSeconds(10));
        Declare(age: 0);

        Assert.That(_readiness.NotReadyReasons(taken), Is.Empty);
    }

    [Test]
    public async Task Declaration_that_comes_while_something_is_taken_away_is_compared_with_what_is_left()
    {
        Put();
        Declare(age: 0);
        var declaring = Task.FromResult<SyncOutcome>(null!);

        _store.ChangeData(tree =>
        {
            _registry.Invalidate("somebody", [Data.Json.Path("blocked")]);
            declaring = Task.Run(() => Declare(age: 0));
            // One that did not wait for the change would be over by then.
            SpinWait.SpinUntil(() => declaring.IsCompleted, TimeSpan.FromMilliseconds(50));
            return tree.Without(Data.Json.Path("blocked"));
        });

        Assert.That(await declaring, Is.InstanceOf<SyncOutcome.Differs>());
        Assert.That(_readiness.NotReadyReasons(), Is.Not.Empty);
    }

    [Test]
    public async Task Nothing_is_ready_that_lacks_what_is_taken_away_and_brought_back_all_the_time()
    {
        const int Rounds = 10_000;
        Put();
        Declare(age: 0);
        using var stop = new CancellationTokenSource();
        var heartbeats = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) Declare(age: 0);
        });
        var decisions = Task.Run(() =>
        {
            var (ready, wrong) = (0, 0);
            while (!stop.IsCancellationRequested)
            {
                var snapshot = _store.Current;
                if (!_readiness.NotReadyReasons(snapshot).IsEmpty) continue;
                ready++;
                if (!snapshot.Data.Exists(Data.Json.Path("blocked"))) wrong++;
            }
            return (ready, wrong);
        });

        for (var round = 0; round < Rounds; round++)
        {
            TakeAway();
            Put();
        }
        await stop.CancelAsync();
        await heartbeats;
        var (ready, wrong) = await decisions;

        Assert.That(wrong, Is.Zero, $"of {ready}");
        Declare(age: 0);
        Assert.That(_readiness.NotReadyReasons(), Is.Empty);
    }

    /// <summary>Writes what the source declares.</summary>
    private void Put()
    {
        _store.ChangeData(static tree => tree.With(Data.Json.Path("blocked"), Data.Json.Value("1")));
        _registry.RecordWrite("mgmt", [Data.Json.Path("blocked")]);
        _blocked ??= _registry.InventoryOf("mgmt").Resources;
    }

    /// <summary>Takes it away, as somebody else by the management API.</summary>
    private void TakeAway() => _store.ChangeData(tree =>
    {
        _registry.Invalidate("somebody", [Data.Json.Path("blocked")]);
        return tree.Without(Data.Json.Path("blocked"));
    });

    private SyncOutcome Declare(double age, params string[] missing) => _registry.Declare("mgmt", new SyncDeclaration
    {
        EngineId = "any",
        Generation = 1,
        // The policy was written by hand: it belongs to no source.
        Policies = new DigestRecord(0, SetDigest.Empty.Hex),
        Resources = _blocked ?? ImmutableSortedDictionary<string, DigestRecord>.Empty,
        Missing = [.. missing],
        AgeSeconds = age,
    });
}
