using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Suspensions;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Shadows;
using Argos.Rules.Engine.Tests.Decisions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Trial;

/// <summary>Shadow policies beside decisions: with a trial process that does not answer, fails, or burns its budget, decisions are the same.</summary>
internal sealed class ShadowQueueTests
{
    private DecisionBench _bench = null!;
    private EngineMetrics _metrics = null!;
    private AuditLog _audit = null!;
    private ShadowDifferences _differences = null!;
    private FakeTrial _trial = null!;
    private ShadowQueue _queue = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new DecisionBench();
        _metrics = new EngineMetrics();
        _audit = new AuditLog(new AuditOptions(), _metrics);
        _trial = new FakeTrial();
        var suspension = new PolicySuspension(new SuspensionOptions { CallerExhaustions = 2 }, _bench.Time, _metrics, NullLogger<PolicySuspension>.Instance);
        _queue = new ShadowQueue(_trial, suspension, _audit, _differences = new ShadowDifferences(_metrics, _bench.Time), _metrics, _bench.Time, NullLogger<ShadowQueue>.Instance);
        _bench.Policy("a", static c => c.Allow());
        _bench.Policy("b", static c => c.Deny("no"), shadow: true);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _queue.StopAsync(default);
        _queue.Dispose();
        _metrics.Dispose();
        _bench.Dispose();
    }

    [Test]
    public async Task Outcome_is_recorded_and_counted_after_the_decision()
    {
        _trial.Answer = static trial => Said(trial, "deny", "no");

        var decision = await DecideAsync();
        await _queue.StartAsync(default);
        var record = await NextAsync();

        Assert.That((record.DecisionId, record.IsShadow, record.Decision!.Policies.Single().Code), Is.EqualTo((decision.Id, true, "no")));
        var counted = _differences.Report().Single();
        Assert.That((counted.Id, counted.Evaluated, counted.Agreed, counted.Differences["allowed-deny"]), Is.EqualTo(("b", 1L, 0L, 1L)));
        Assert.That((counted.Latest.Single().Decision, counted.Latest[0].Identity, counted.Latest[0].Code), Is.EqualTo((decision.Id, "media.sports.api", "no")));
        Assert.That(_metrics.Exporter.Scrape(), Does.Match("argos_shadow_differences_total\\{[^\n]*\\} 1\n"));
        Assert.That(_trial.Cases.Single().Policies.Select(static p => p.Policy.Id), Is.EqualTo(new[] { "b" }));
        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_shadow_evaluations_total{outcome=\"deny\",policy=\"b\"} 1").Or.Contain("argos_shadow_evaluations_total{policy=\"b\",outcome=\"deny\"} 1"));
    }

    [Test]
    public async Task Trial_that_does_not_answer_holds_up_no_decision_and_what_does_not_fit_is_counted()
    {
        await _queue.StartAsync(default);
        await DecideAsync();
        await _trial.Asked;

        for (var i = 0; i < ShadowQueue.MaximumWaiting + 3; i++) Assert.That((await DecideAsync()).Outcome, Is.EqualTo(DecisionOutcome.Allowed));

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_shadow_dropped_total 3"));
    }

    [Test]
    public async Task Requests_that_wait_have_a_limit_in_bytes()
    {
        var large = new string('x', (int)(ShadowQueue.MaximumBytes / 5));

        for (var i = 0; i < 4; i++) await DecideAsync(large);

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_shadow_dropped_total 2"));
    }

    [Test]
    public async Task Trial_that_is_away_loses_the_record_and_the_next_one_is_made()
    {
        var tries = 0;
        _trial.Answer = trial => tries++ == 0 ? throw new TrialUnavailableException("away") : Said(trial, "allow", null);
        await DecideAsync();
        var second = await DecideAsync();

        await _queue.StartAsync(default);
        var record = await NextAsync();

        Assert.That(record.DecisionId, Is.EqualTo(second.Id));
        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_shadow_dropped_total 1"));
    }

    [Test]
    public async Task Policy_that_burns_its_budget_is_suspended_and_not_sent_again()
    {
        _trial.Answer = static _ => TrialOutcome.Failed("its trial took too long");
        for (var i = 0; i < 3; i++) await DecideAsync();

        await _queue.StartAsync(default);
        List<string?> codes = [];
        for (var i = 0; i < 3; i++) codes.Add((await NextAsync()).Decision!.Policies.Single().Code);

        Assert.That(codes, Is.EqualTo(new[] { DecisionCodes.PolicyFailed, DecisionCodes.PolicyFailed, DecisionCodes.PolicySuspended }));
        Assert.That(_trial.Cases, Has.Count.EqualTo(2));
    }

    private static TrialOutcome Said(TrialCase trial, string outcome, string? code)
    {
        ImmutableArray<PolicyResult> results =
            [.. trial.Policies.Select(p => new PolicyResult { Policy = p.Policy.Id, Hash = p.Policy.ContentHash, Outcome = outcome, Code = code, Enforced = false })];
        return new TrialOutcome(new Evaluation(Combiner.Combine(results), results, new GivenEvidence([], []), 1), []);
    }

    private async Task<Decision> DecideAsync(string? attestation = null)
    {
        var decision = await _bench.DecideAsync(attestation);
        _queue.TryAdd(_bench.Shadows.Offered[^1]);
        return decision;
    }

    private sealed class FakeTrial : ITrial
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<TrialCase> Cases { get; } = [];

        /// <summary>What comes of it; nothing ever does when it is not set.</summary>
        public Func<TrialCase, TrialOutcome>? Answer { get; set; }

        public Task Asked => _asked.Task;

        public async Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation)
        {
            Cases.Add(trial);
            _asked.TrySetResult();
            return Answer is null ? await new TaskCompletionSource<TrialOutcome>().Task.WaitAsync(cancellation) : Answer(trial);
        }

        public Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file, CancellationToken cancellation) => throw new NotSupportedException();
    }

    private async Task<AuditRecord> NextAsync()
    {
        AuditEntry? record;
        while (!_audit.TryTake(out record)) Assert.That(await _audit.WaitAsync(), Is.True);
        return (AuditRecord)record;
    }
}
