using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Tests.Decisions;

internal sealed class DeciderTests
{
    private DecisionBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new DecisionBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task DecideAsync_script_that_allows_gives_its_directives()
    {
        await _bench.ScriptAsync("a", "return Allow(certExpiryMinutes: 60, certRefresh: false);");

        var decision = await _bench.DecideAsync();

        Assert.That(decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(decision.Codes, Is.Empty);
        Assert.That(decision.Attributes, Is.EquivalentTo(new Dictionary<string, string> { ["certExpiryTime"] = "60", ["certRefresh"] = "false" }));
        Assert.That(decision.Revision, Is.EqualTo(1));
        Assert.That(decision.Policies.Single().Policy, Is.EqualTo("a"));
        Assert.That(decision.Policies.Single().Hash, Does.Match("^[0-9a-f]{64}$"));
    }

    [Test]
    public async Task DecideAsync_not_ready_is_undecided_and_evaluates_nothing()
    {
        var evaluated = false;
        _bench.Policy("a", c =>
        {
            evaluated = true;
            return c.Allow();
        });
        _bench.NotReadyReasons = ["`mgmt` has not declared its set"];

        var decision = await _bench.DecideAsync();

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Undecided, "not-ready")));
        Assert.That(evaluated, Is.False);
    }

    [Test]
    public async Task DecideAsync_no_policy_for_the_provider_denies()
    {
        await _bench.ScriptAsync("a", "// ---\n// providers: aws.*\n// ---\nreturn Allow();");

        var decision = await _bench.DecideAsync();

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "no-policy-applies")));
    }

    [TestCase("k8s.c1.identityd")]
    [TestCase("unknown.provider")]
    public async Task DecideAsync_malformed_attribute_denies_for_every_provider(string provider)
    {
        _bench.Policy("a", static c => c.Allow());

        var decision = await _bench.DecideAsync(null, provider, ("sanIP", "10.0.0.1,010.0.0.2"));

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "attribute-malformed")));
        Assert.That(decision.Detail, Is.EqualTo("attribute `sanIP` has an item `010.0.0.2` that is not an IP address"));
    }

    [Test]
    public async Task DecideAsync_all_policies_are_evaluated_in_order_of_id()
    {
        _bench.Policy("c", static c => c.Deny("no", "because"));
        _bench.Policy("a", static c => c.Deny("also-no"));
        _bench.Policy("b", static c => c.Allow());

        var decision = await _bench.DecideAsync();

        Assert.That(decision.Codes, Is.EqualTo(new[] { "also-no", "no" }));
        Assert.That(decision.Policies.Select(p => (p.Policy, p.Outcome)), Is.EqualTo(new[] { ("a", "deny"), ("b", "allow"), ("c", "deny") }));
        Assert.That(decision.Policies[2].Detail, Is.EqualTo("because"));
        Assert.That(decision.Attributes, Is.Empty);
    }

    private const string Declares = "// ---\n// settings:\n//   issuer: {type: text}\n//   x: {type: any}\n// ---\n";

    [Test]
    public async Task DecideAsync_settings_are_those_of_the_provider()
    {
        await _bench.ScriptAsync("a", Declares + "return Settings.Text(\"issuer\") == \"mine\" ? Allow() : Deny(\"no\");");
        _bench.Put("providers/k8s.c1.identityd", """{"issuer":"mine","x":{"issuer":"mine"}}""");

        Assert.That((await _bench.DecideAsync()).Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That((await _bench.DecideAsync(provider: "k8s.c2.identityd")).Outcome, Is.EqualTo(DecisionOutcome.Denied));
        Assert.That((await _bench.DecideAsync(provider: "k8s.c1.identityd/x")).Outcome, Is.EqualTo(DecisionOutcome.Denied));
    }

    [Test]
    public async Task DecideAsync_ids_differ_and_sort_by_time()
    {
        _bench.Policy("a", static c => c.Allow());
        var ids = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add((await _bench.DecideAsync()).Id);
            _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.That(ids, Is.Ordered.Using<string>(StringComparer.Ordinal));
        Assert.That(ids, Is.Unique);
        Assert.That(ids, Has.All.Match("^[0-7][0-9A-HJKMNP-TV-Z]{25}$"));
    }

    [Test]
    public async Task DecideAsync_shadow_policy_does_not_run_here_and_is_told_the_decision()
    {
        _bench.Policy("a", static c => c.Allow());
        _bench.Policy("b", static c => c.Deny("no"), shadow: true);
        _bench.Policy("c", static c => c.Wait("x/y", "later"), shadow: true);
        var ran = false;
        _bench.Policy("d", _ => throw new InvalidOperationException($"{ran = true}"), shadow: true);

        var decision = await _bench.DecideAsync();

        Assert.That((decision.Outcome, ran), Is.EqualTo((DecisionOutcome.Allowed, false)));
        Assert.That(decision.Policies.Select(p => (p.Policy, p.Outcome)), Is.EqualTo(new[] { ("a", "allow") }));
        Assert.That(_bench.Shadows.Offered.Select(static o => o.DecisionId), Is.EqualTo(new[] { decision.Id }));
        Assert.That(_bench.Store.Current.Applicable(DecisionBench.Provider).Shadows.Select(static p => p.Policy.Id), Is.EqualTo(new[] { "b", "c", "d" }));
    }

    [Test]
    public async Task DecideAsync_without_a_shadow_policy_offers_nothing()
    {
        _bench.Policy("a", static c => c.Allow());

        await _bench.DecideAsync();

        Assert.That(_bench.Shadows.Offered, Is.Empty);
    }

    [Test]
    public async Task DecideAsync_that_waited_is_offered_once_with_the_snapshot_that_it_was_made_with()
    {
        _bench.Policy("a", static c => c.Data["x"].Exists ? c.Allow() : c.Wait("x", "later"));
        _bench.Policy("b", static c => c.Deny("no"), shadow: true);

        var deciding = _bench.DecideAsync();
        _bench.Put("x", "1");
        var decision = await deciding;

        Assert.That(_bench.Shadows.Offered.Select(static o => (o.DecisionId, o.Snapshot.Revision)), Is.EqualTo(new[] { (decision.Id, decision.Revision) }));
    }

    [Test]
    public async Task DecideAsync_shadow_policy_alone_does_not_allow()
    {
        _bench.Policy("a", static c => c.Allow(), shadow: true);

        Assert.That((await _bench.DecideAsync()).Codes, Is.EqualTo(new[] { "no-policy-applies" }));
    }

    [Test]
    public async Task DecideAsync_order_of_loading_leaves_no_trace()
    {
        using var other = new DecisionBench();
        Func<PolicyContext, Outcome> first = static c => c.Allow(certExpiryMinutes: 9, sshPrincipals: ["a", "b"]);
        Func<PolicyContext, Outcome> second = static c => c.Allow(certExpiryMinutes: 7, sshPrincipals: ["b", "c"]);
        _bench.Policy("a", first);
        _bench.Policy("b", second);
        other.Policy("b", second);
        other.Policy("a", first);

        var one = System.Text.Json.JsonSerializer.Serialize(await _bench.DecideAsync() with { Id = "" }, Contracts.ContractsJson.Default.Decision);
        var two = System.Text.Json.JsonSerializer.Serialize(await other.DecideAsync() with { Id = "" }, Contracts.ContractsJson.Default.Decision);

        Assert.That(one, Is.EqualTo(two));
    }
}
