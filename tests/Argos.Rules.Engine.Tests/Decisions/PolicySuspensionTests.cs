using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>A policy that keeps using up its budget denies without being run, and for no more callers and no longer than it must.</summary>
internal sealed class PolicySuspensionTests
{
    private DecisionBench _bench = null!;
    private int _runs;

    [SetUp]
    public void SetUp()
    {
        _bench = new DecisionBench();
        _runs = 0;
    }

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task Caller_that_uses_up_the_budget_again_and_again_is_denied_without_running_the_policy()
    {
        Policy("a");

        var codes = await RepeatAsync(8, "10.0.0.1", "hostile");

        Assert.That(codes, Is.EqualTo(Enumerable.Repeat("policy-failed", 5).Concat(Enumerable.Repeat("policy-suspended", 3))));
        Assert.That(_runs, Is.EqualTo(5));
        Assert.That(Status(), Is.EqualTo(new SuspensionStatus(false, 1)));
        Assert.That(_bench.Metrics, Does.Contain("""argos_policy_suspensions_total{policy="a",scope="caller"} 1"""));
        Assert.That(_bench.Log.Lines.Single(), Is.EqualTo("Warning: Policy a is suspended for media.sports.api from 10.0.0.1, which used up its budget 5 times within 60 s; it denies them until a trial ends properly"));
    }

    [Test]
    public async Task Suspended_policy_is_never_skipped_when_another_one_allows()
    {
        Policy("a");
        _bench.Policy("b", static c => c.Allow());
        await RepeatAsync(5, "10.0.0.1", "hostile");

        var decision = await AskAsync("10.0.0.1", "hostile");

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "policy-suspended")));
        Assert.That((decision.Policies[0].Outcome, decision.Policies[0].Code), Is.EqualTo(("failed", "policy-suspended")));
        Assert.That(decision.Policies[0].Detail, Does.StartWith("suspended for this caller"));
    }

    [TestCase("10.0.0.2", "media.sports", "api")]
    [TestCase("10.0.0.1", "media.sports", "web")]
    [TestCase("10.0.0.1", "media.news", "api")]
    [TestCase("2001:db8:0:1::1", "media.sports", "api")]
    public async Task Other_callers_go_on(string address, string domain, string service)
    {
        Policy("a");
        await RepeatAsync(20, "10.0.0.1", "hostile");

        Assert.That((await AskAsync(address, "honest", domain, service)).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task Addresses_of_one_ipv6_network_are_one_caller()
    {
        Policy("a");
        for (var i = 0; i < 20; i++) await AskAsync(string.Create(CultureInfo.InvariantCulture, $"2001:db8:0:1::{i:x}"), "hostile");

        Assert.That(_runs, Is.EqualTo(5));
        Assert.That((await AskAsync("2001:db8:0:2::1", "honest")).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task Trial_that_ends_properly_ends_the_suspension()
    {
        Policy("a");
        await RepeatAsync(6, "10.0.0.1", "hostile");
        _bench.Time.Advance(TimeSpan.FromSeconds(10));

        var codes = await RepeatAsync(2, "10.0.0.1", "honest");

        Assert.That(codes, Is.EqualTo(new[] { "", "" }));
        Assert.That(Status(), Is.Null);
        Assert.That(_bench.Log.Lines[^1], Does.StartWith("Information: Policy a is no longer suspended for media.sports.api"));
    }

    [Test]
    public async Task Trial_that_uses_up_the_budget_keeps_the_suspension()
    {
        Policy("a");
        await RepeatAsync(6, "10.0.0.1", "hostile");

        var runs = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(10));
            await RepeatAsync(3, "10.0.0.1", "hostile");
            runs.Add(_runs);
        }

        Assert.That(runs, Is.EqualTo(new[] { 6, 7, 8, 9, 10, 11 }));
    }

    [Test]
    public async Task Suspension_without_a_new_exhaustion_is_over_after_the_window()
    {
        Policy("a");
        await RepeatAsync(6, "10.0.0.1", "hostile");
        _bench.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.That(Status(), Is.Null);
        Assert.That(await RepeatAsync(5, "10.0.0.1", "hostile"), Is.All.EqualTo("policy-failed"));
    }

    [Test]
    public async Task Exhaustions_far_apart_suspend_nothing()
    {
        Policy("a");

        for (var i = 0; i < 20; i++)
        {
            Assert.That(await RepeatAsync(1, "10.0.0.1", "hostile"), Is.EqualTo(new[] { "policy-failed" }));
            _bench.Time.Advance(TimeSpan.FromSeconds(16));
        }
    }

    [Test]
    public async Task Cheap_requests_between_hostile_ones_do_not_hide_them()
    {
        Policy("a");

        for (var i = 0; i < 5; i++)
        {
            await AskAsync("10.0.0.1", "hostile");
            if (i < 4) await AskAsync("10.0.0.1", "honest");
        }

        Assert.That((await AskAsync("10.0.0.1", "honest")).Codes.Single(), Is.EqualTo("policy-suspended"));
    }

    [Test]
    public async Task Policy_that_uses_up_its_budget_for_everyone_is_suspended_and_tried_once_a_second()
    {
        Policy("a");
        for (var i = 0; i < 60; i++) await AskAsync(Address(i), "hostile");

        Assert.That(_runs, Is.EqualTo(50));
        Assert.That(Status(), Is.EqualTo(new SuspensionStatus(true, 0)));
        Assert.That(_bench.Metrics, Does.Contain("""argos_policy_suspensions_total{policy="a",scope="policy"} 1"""));
        Assert.That(_bench.Log.Lines.Single(), Does.StartWith("Error: Policy a is suspended, because its last 50 evaluations used up its budget"));

        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var known = await AskAsync(Address(3), "honest");
        var trial = await AskAsync(Address(1000), "honest");
        var after = await AskAsync(Address(3), "honest");

        Assert.That(known.Codes, Is.EqualTo(new[] { "policy-suspended" }), "who has used up a budget is not a trial");
        Assert.That((trial.Outcome, after.Outcome), Is.EqualTo((DecisionOutcome.Allowed, DecisionOutcome.Allowed)));
        Assert.That(Status(), Is.Null);
    }

    [Test]
    public async Task Flood_of_hostile_callers_among_honest_ones_suspends_the_policy_for_nobody_else()
    {
        Policy("a");
        var honest = new List<DecisionOutcome>();
        for (var i = 0; i < 2000; i++)
        {
            await AskAsync(Address(i), "hostile");
            if (i % 40 == 0) honest.Add((await AskAsync("192.0.2.1", "honest")).Outcome);
        }

        Assert.That(honest, Is.All.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task New_text_starts_with_a_clean_slate_and_the_same_text_does_not()
    {
        Policy("a");
        await RepeatAsync(6, "10.0.0.1", "hostile");
        _bench.Store.ChangePolicies(static policies => policies.With(policies.Find("a")! with { Owner = "mgmt" }));
        var same = await AskAsync("10.0.0.1", "honest");
        Policy("a");
        var other = await AskAsync("10.0.0.1", "honest");

        Assert.That((same.Codes.Single(), other.Outcome), Is.EqualTo(("policy-suspended", DecisionOutcome.Allowed)));
    }

    [Test]
    public async Task Thresholds_of_zero_switch_it_off()
    {
        (_bench.Suspensions.CallerExhaustions, _bench.Suspensions.PolicyExhaustions) = (0, 0);
        Policy("a");

        Assert.That(await RepeatAsync(200, "10.0.0.1", "hostile"), Is.All.EqualTo("policy-failed"));
    }

    [Test]
    public async Task Ordinary_failures_and_refusals_suspend_nothing()
    {
        _bench.Policy("a", static _ => throw new InvalidOperationException());
        _bench.Policy("b", static c => c.Deny("no"));

        for (var i = 0; i < 100; i++) Assert.That((await AskAsync("10.0.0.1", "honest")).Codes, Is.EqualTo(new[] { "no", "policy-failed" }));
    }

    [Test]
    public async Task Real_script_that_loops_on_one_input_is_suspended_for_its_caller()
    {
        await _bench.ScriptAsync("a", "while (Input.Attribute(\"instanceId\") == \"hostile\") { } return Allow();");

        Assert.That(await RepeatAsync(7, "10.0.0.1", "hostile"), Is.EqualTo(Enumerable.Repeat("policy-failed", 5).Concat(Enumerable.Repeat("policy-suspended", 2))));
        Assert.That((await AskAsync("10.0.0.2", "honest")).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
    }

    [Test]
    public async Task What_is_known_of_callers_is_bounded()
    {
        (_bench.Suspensions.CallerExhaustions, _bench.Suspensions.PolicyExhaustions) = (1, 0);
        Policy("a");

        for (var i = 0; i < 5000; i++) await AskAsync(Address(i), "hostile");

        Assert.That(Status(), Is.EqualTo(new SuspensionStatus(false, 1024)));
    }

    private static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");

    private SuspensionStatus? Status() => _bench.Suspension.Status(_bench.Store.Current.Policies.Find("a")!);

    private void Policy(string id) => _bench.Policy(id, context =>
    {
        _runs++;
        return context.Input.InstanceId == "hostile" ? throw new BudgetExhaustedException("steps", "the policy used up its budget of 200000 steps") : context.Allow();
    });

    private async Task<string[]> RepeatAsync(int count, string address, string instance)
    {
        var codes = new string[count];
        for (var i = 0; i < count; i++) codes[i] = string.Join(',', (await AskAsync(address, instance)).Codes);
        return codes;
    }

    private Task<Decision> AskAsync(string address, string instance, string domain = "media.sports", string service = "api") => _bench.Decider.DecideAsync(
        new InstanceConfirmation(DecisionBench.Provider, domain, service, null, ImmutableDictionary<string, string>.Empty.Add(AttributeNames.ClientIp, address).Add(AttributeNames.InstanceId, instance)),
        InstanceOperation.Register,
        default);
}
