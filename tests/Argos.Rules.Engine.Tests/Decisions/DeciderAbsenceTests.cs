using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>Decisions that wait for what does not exist.</summary>
internal sealed class DeciderAbsenceTests
{
    private const string PodPath = "kubernetes/pods/media-sports/api-0";

    private const string PodJson = """{"metadata":{"namespace":"media-sports","name":"api-0","uid":"u1"},"status":{"phase":"Running","podIP":"10.0.0.1"}}""";

    private const string WaitForPod = """
        var pod = Pods.Find("media-sports", "api-0");
        if (pod is null) return Wait(Pods.Key("media-sports", "api-0"), "pod-unknown");
        return pod.Uid == "u1" ? Allow() : Deny("pod-replaced");
        """;

    private DecisionBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new DecisionBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task DecideAsync_what_its_origin_does_not_have_is_answered_at_once()
    {
        await _bench.ScriptAsync("a", WaitForPod);
        _bench.Policy("b", static c => c.Allow());
        var deciding = _bench.DecideAsync();

        _bench.Origin.Absences.Report(Data.Json.Path(PodPath), asked: 1);
        var decision = await deciding;

        Assert.That((decision.Outcome, _bench.Time.Now), Is.EqualTo((DecisionOutcome.Undecided, _bench.Time.Start)));
        Assert.That(decision.Codes, Is.EqualTo(new[] { "absent-at-origin", "pod-unknown" }));
        Assert.That((_bench.Decider.Waiting, _bench.Origin.Absences.Waiting, _bench.Time.ActiveTimers), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task DecideAsync_what_arrived_counts_whatever_its_origin_said_before()
    {
        await _bench.ScriptAsync("a", WaitForPod);
        var deciding = _bench.DecideAsync();

        // Put without waking anybody, so that the report is what wakes.
        _bench.Store.ChangeData(static tree => tree.With(Data.Json.Path(PodPath), Data.Json.Value(PodJson)) with { Touched = [] });
        _bench.Origin.Absences.Report(Data.Json.Path(PodPath), asked: 1);

        Assert.That((await deciding).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task DecideAsync_is_not_answered_by_what_the_origin_was_asked_before()
    {
        await _bench.ScriptAsync("a", WaitForPod);
        _bench.Origin.Number = 7;
        var deciding = _bench.DecideAsync();

        _bench.Origin.Absences.Report(Data.Json.Path(PodPath), asked: 7);
        _bench.Origin.Absences.Report(Data.Json.Path("kubernetes/pods/media-sports/other"), asked: 8);
        Assert.That((deciding.IsCompleted, _bench.Origin.Absences.Waiting), Is.EqualTo((false, 1)));

        _bench.Put(PodPath, PodJson);
        Assert.That((await deciding).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task DecideAsync_of_several_waits_one_that_is_absent_is_enough()
    {
        _bench.Policy("a", static c => c.Wait("x", "no-x"));
        _bench.Policy("b", static c => c.Wait("y", "no-y"));
        var deciding = _bench.DecideAsync();

        _bench.Origin.Absences.Report(Data.Json.Path("y"), asked: 1);

        Assert.That((await deciding).Codes, Is.EqualTo(new[] { "absent-at-origin", "no-x", "no-y" }));
    }

    [Test]
    public async Task DecideAsync_a_thousand_that_wait_for_what_is_not_there_all_end_and_leave_nothing()
    {
        _bench.Policy("a", static c => c.Wait("gone", "no-pod"));
        var waiting = Enumerable.Range(0, 1000).Select(i => DecideAsync($"tenant{i % 40}", $"s{i}")).ToArray();

        _bench.Origin.Absences.Report(Data.Json.Path("gone"), asked: 1);
        var decisions = await Task.WhenAll(waiting);

        Assert.That(decisions.Select(static d => d.Outcome), Has.All.EqualTo(DecisionOutcome.Undecided));
        Assert.That((_bench.Decider.Waiting, _bench.Origin.Absences.Waiting), Is.EqualTo((0, 0)));
    }

    private Task<Decision> DecideAsync(string domain, string service) => _bench.Decider.DecideAsync(
        new InstanceConfirmation(DecisionBench.Provider, domain, service, null, ImmutableDictionary<string, string>.Empty), InstanceOperation.Register, default);
}
