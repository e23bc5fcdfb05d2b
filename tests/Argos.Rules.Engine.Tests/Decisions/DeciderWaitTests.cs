using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Tests.Decisions;

internal sealed class DeciderWaitTests
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
    public async Task DecideAsync_wait_ends_when_the_pod_arrives()
    {
        await _bench.ScriptAsync("a", WaitForPod);
        var deciding = _bench.DecideAsync();
        Assert.That(deciding.IsCompleted, Is.False);
        Assert.That(_bench.Decider.Waiting, Is.EqualTo(1));

        _bench.Put("kubernetes/pods/media-sports/other", PodJson.Replace("api-0", "other", StringComparison.Ordinal));
        _bench.Put(PodPath, PodJson);
        var decision = await deciding;

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(decision.Revision, Is.EqualTo(3));
        Assert.That(_bench.Decider.Waiting, Is.Zero);
        Assert.That(_bench.Time.ActiveTimers, Is.Zero);
    }

    [Test]
    public async Task DecideAsync_gives_up_when_what_it_waits_for_changes_so_often_that_looking_costs_too_much()
    {
        // 50,000 turns each, of the two million steps that the policies of one evaluation may use.
        await _bench.ScriptAsync("a", "var n = 0; for (var i = 0; i < 50000; i++) n += i; return Data[\"x\"][\"done\"].Exists ? Allow() : Wait(\"x\", \"not-done\");");
        var deciding = _bench.DecideAsync();

        for (var i = 0; i < 1000 && !deciding.IsCompleted; i++)
        {
            await Task.WhenAny(deciding, _bench.Origin.NextAsync());
            _bench.Put("x", $"{{\"n\":{i}}}");
        }

        var decision = await deciding;
        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Undecided));
        Assert.That(decision.Codes, Is.EqualTo(new[] { "decision-budget", "not-done" }));
    }

    [Test]
    public async Task DecideAsync_never_uses_a_snapshot_that_is_newer_than_what_was_found_ready()
    {
        _bench.Policy("a", c => c.Data["blocked"].Exists ? c.Deny("blocked") : c.Allow());
        _bench.Put("blocked", "1");
        _bench.AfterReady = () => _bench.Store.ChangeData(static tree => tree.Without(Data.Json.Path("blocked")));

        Assert.That((await _bench.DecideAsync()).Codes, Is.EqualTo(new[] { "blocked" }));
    }

    [Test]
    public async Task DecideAsync_after_a_wait_never_uses_a_snapshot_that_is_newer_than_what_was_found_ready()
    {
        _bench.Policy("a", c => !c.Data["x/y"].Exists ? c.Wait("x/y", "later") : c.Data["blocked"].Exists ? c.Deny("blocked") : c.Allow());
        _bench.Put("blocked", "1");
        var deciding = _bench.DecideAsync();
        _bench.AfterReady = () => _bench.Store.ChangeData(static tree => tree.Exists(Data.Json.Path("blocked")) ? tree.Without(Data.Json.Path("blocked")) : new TreeChange(tree, null, []));

        _bench.Put("x/y", "1");

        Assert.That((await deciding).Codes, Is.EqualTo(new[] { "blocked" }));
    }

    [Test]
    public async Task DecideAsync_takes_the_newer_snapshot_when_only_that_is_ready()
    {
        _bench.Policy("a", c => c.Data["x"].Exists ? c.Allow() : c.Deny("x-missing"));
        _bench.ReadySince = _bench.Store.Current.Revision + 1;
        _bench.AfterReady = () => _bench.Store.ChangeData(static tree => tree.Exists(Data.Json.Path("x")) ? new TreeChange(tree, null, []) : tree.With(Data.Json.Path("x"), Data.Json.Value("1")));

        Assert.That((await _bench.DecideAsync()).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task DecideAsync_asks_for_what_it_waits_for()
    {
        await _bench.ScriptAsync("a", WaitForPod);
        var deciding = _bench.DecideAsync();

        Assert.That(_bench.Pending, Is.EqualTo(new[] { PodPath }));
        _bench.Put(PodPath, PodJson);
        await deciding;
        await _bench.DecideAsync();
        Assert.That(_bench.Pending, Has.Count.EqualTo(1), "what is known is not asked for");
    }

    [Test]
    public async Task DecideAsync_another_key_does_not_wake()
    {
        var evaluations = 0;
        _bench.Policy("a", c =>
        {
            evaluations++;
            return c.Data["x/y"].Exists ? c.Allow() : c.Wait("x/y", "later");
        });
        var deciding = _bench.DecideAsync();

        _bench.Put("x/z", "1");
        _bench.Put("x/y", "1");
        await deciding;

        Assert.That(evaluations, Is.EqualTo(2));
    }

    [Test]
    public async Task DecideAsync_what_arrived_right_after_the_snapshot_is_not_missed()
    {
        var first = true;
        _bench.Policy("a", c =>
        {
            if (!first) return c.Data["x"].Exists ? c.Allow() : c.Deny("lost");
            first = false;
            _bench.Put("x", "1");
            return c.Wait("x", "later");
        });

        var decision = await _bench.DecideAsync();

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task DecideAsync_deadline_makes_it_undecided_with_what_was_waited_for()
    {
        await _bench.ScriptAsync("a", WaitForPod);
        _bench.Policy("b", static c => c.Wait("kubernetes/keys", "keys-unknown"));
        _bench.Policy("c", static c => c.Allow());
        var deciding = _bench.DecideAsync();

        _bench.Time.Advance(TimeSpan.FromSeconds(2.999));
        Assert.That(deciding.IsCompleted, Is.False);
        _bench.Time.Advance(TimeSpan.FromSeconds(0.001));
        var decision = await deciding;

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Undecided));
        Assert.That(decision.Codes, Is.EqualTo(new[] { "keys-unknown", "pod-unknown", "wait-timeout" }));
        Assert.That(decision.Attributes, Is.Empty);
        Assert.That(decision.Policies.Select(p => p.WaitsFor), Is.EqualTo(new[] { PodPath, "kubernetes/keys", null }));
        Assert.That(_bench.Decider.Waiting, Is.Zero);
    }

    [Test]
    public async Task DecideAsync_deadline_counts_from_the_first_wait_not_from_the_last_change()
    {
        _bench.Policy("a", static c => c.Wait("x", "later"));
        var deciding = _bench.DecideAsync();

        for (var i = 0; i < 3 && !deciding.IsCompleted; i++)
        {
            _bench.Put("x", $"{i}");
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
        }
        var decision = await deciding;

        Assert.That(decision.Codes, Does.Contain("wait-timeout"));
    }

    [Test]
    public async Task DecideAsync_wakes_for_any_of_several_keys()
    {
        _bench.Policy("a", static c => c.Data["x"].Exists ? c.Deny("found") : c.Wait("x", "no-x"));
        _bench.Policy("b", static c => c.Wait("y", "no-y"));
        var deciding = _bench.DecideAsync();

        _bench.Put("x", "1");
        var decision = await deciding;

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "found")));
    }

    [Test]
    public async Task DecideAsync_refusal_of_another_policy_does_not_wait()
    {
        _bench.Policy("a", static c => c.Wait("x", "later"));
        _bench.Policy("b", static c => c.Deny("no"));

        var deciding = _bench.DecideAsync();

        Assert.That(deciding.IsCompleted, Is.True);
        Assert.That((await deciding).Codes, Is.EqualTo(new[] { "no" }));
    }

    [Test]
    public async Task DecideAsync_policy_replaced_while_waiting_is_evaluated()
    {
        _bench.Policy("a", static c => c.Wait("x", "later"));
        var deciding = _bench.DecideAsync();

        _bench.Policy("a", static c => c.Deny("no"));

        Assert.That((await deciding).Codes, Is.EqualTo(new[] { "no" }));
    }

    [Test]
    public async Task DecideAsync_too_many_waiting_are_undecided_at_once()
    {
        // Of four places one identity gets half while nobody else waits.
        _bench.LimitWaiting(4);
        _bench.Policy("a", static c => c.Data["x"].Exists ? c.Allow() : c.Wait("x", "later"));
        var waiting = new[] { _bench.DecideAsync(), _bench.DecideAsync() };

        var third = await _bench.DecideAsync();
        _bench.Put("x", "1");
        var others = await Task.WhenAll(waiting);

        Assert.That((third.Outcome, third.Codes.Single()), Is.EqualTo((DecisionOutcome.Undecided, "overloaded")));
        Assert.That(others.Select(d => d.Outcome), Has.All.EqualTo(DecisionOutcome.Allowed));
        Assert.That(_bench.Decider.Waiting, Is.Zero);
    }

    [Test]
    public async Task DecideAsync_who_waits_for_what_never_comes_does_not_keep_others_from_waiting()
    {
        _bench.LimitWaiting(100);
        _bench.Policy("a", static c => c.Data[c.Input.Service].Exists ? c.Allow() : c.Wait(c.Input.Service, "later"));
        var flood = Enumerable.Range(0, 500).Select(_ => DecideAsync("media.sports", "api")).ToArray();
        var honest = Enumerable.Range(0, 10).Select(i => DecideAsync($"tenant{i}", $"s{i}")).ToArray();

        for (var i = 0; i < 10; i++) _bench.Put($"s{i}", "1");
        var decisions = await Task.WhenAll(honest);

        Assert.That(flood.Count(static d => !d.IsCompleted), Is.EqualTo(50), "half of the places, because nobody else needed them");
        Assert.That(decisions.Select(static d => d.Outcome), Has.All.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task DecideAsync_no_longer_ready_while_waiting_is_undecided()
    {
        _bench.Policy("a", static c => c.Data["x"].Exists ? c.Allow() : c.Wait("x", "later"));
        var deciding = _bench.DecideAsync();

        _bench.NotReadyReasons = ["old"];
        _bench.Put("x", "1");

        Assert.That((await deciding).Codes, Is.EqualTo(new[] { "not-ready" }));
    }

    [Test]
    public async Task DecideAsync_caller_that_has_gone_ends_the_wait()
    {
        using var gone = new CancellationTokenSource();
        _bench.Policy("a", static c => c.Wait("x", "later"));
        var deciding = _bench.Decider.DecideAsync(DecisionBench.Confirmation(), InstanceOperation.Register, gone.Token);

        await gone.CancelAsync();

        Assert.That(async () => await deciding, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_bench.Decider.Waiting, Is.Zero);
    }

    private Task<Decision> DecideAsync(string domain, string service) =>
        _bench.Decider.DecideAsync(
        new InstanceConfirmation(DecisionBench.Provider, domain, service, null, ImmutableDictionary<string, string>.Empty), InstanceOperation.Register, default);
}
