using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Language;

namespace Argos.Rules.Engine.Tests.Decisions;

internal sealed class DeciderFailureTests
{
    private const string Secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

    private DecisionBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new DecisionBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task DecideAsync_exception_denies_and_shows_type_and_line_but_not_the_message()
    {
        await _bench.ScriptAsync("a/b.csx", "var x = Input.AttestationData;\nif (Input.Provider.Length == 0) return Deny(\"warm-up\");\nreturn int.Parse(x) == 1 ? Allow() : Deny(\"x\");");
        _bench.Policy("c", static c => c.Allow());

        var decision = await _bench.DecideAsync(attestation: Secret);

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "policy-failed")));
        Assert.That(decision.Policies[0].Outcome, Is.EqualTo("failed"));
        Assert.That(decision.Policies[0].Code, Is.EqualTo("policy-failed"));
        Assert.That(decision.Policies[0].Detail, Is.EqualTo("FormatException at line 3"));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(decision, Contracts.ContractsJson.Default.Decision), Does.Not.Contain(Secret));
    }

    private static readonly Exception[] Needs =
    [
        OutOfMemory(),
        new InsufficientMemoryException(),
        new InsufficientExecutionStackException(),
        new TypeInitializationException("x", OutOfMemory()),
        new IOException("too many open files"),
        new InvalidOperationException("x", OutOfMemory()),
    ];

    [TestCaseSource(nameof(Needs))]
    public async Task DecideAsync_what_befalls_the_engine_within_a_policy_is_no_refusal_and_no_grant(Exception need)
    {
        var befalls = true;
        _bench.Policy("a", c => befalls ? throw need : c.Allow());
        _bench.Policy("b", static c => c.Allow());

        var decision = await _bench.DecideAsync();
        befalls = false;
        var next = await _bench.DecideAsync();

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Undecided, "policy-interrupted")));
        Assert.That((decision.Policies[0].Outcome, decision.Attributes.Count), Is.EqualTo(("interrupted", 0)));
        Assert.That(next.Outcome, Is.EqualTo(DecisionOutcome.Allowed), "it must not count against the policy");
    }

    [Test]
    public async Task DecideAsync_what_befalls_one_policy_does_not_undo_the_refusal_of_another()
    {
        _bench.Policy("a", static _ => throw OutOfMemory());
        _bench.Policy("b", static c => c.Deny("no"));

        var decision = await _bench.DecideAsync();

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "no")));
    }

    [Test]
    public async Task DecideAsync_what_befalls_a_policy_is_not_waited_for()
    {
        _bench.Policy("a", static _ => throw OutOfMemory());
        _bench.Policy("b", static c => c.Wait("x", "later"));

        Assert.That((await _bench.DecideAsync()).Codes, Is.EqualTo(new[] { "policy-interrupted" }));
    }

    [TestCase("if (Input.Provider.Length == 0) return Allow();")]
    [TestCase("return Allow(certExpiryMinutes: 0);")]
    [TestCase("return Deny(\"Not A Code\");")]
    public async Task DecideAsync_script_that_returns_no_proper_outcome_denies(string source)
    {
        await _bench.ScriptAsync("a", source);
        _bench.Policy("b", static c => c.Allow());

        var decision = await _bench.DecideAsync();

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "policy-failed")));
    }

    private static readonly Outcome[] Crooked =
    [
        new Outcome.Allowed(null!),
        Attributes("certExpiryTime", "soon"),
        Attributes("certExpiryTime", "0"),
        Attributes("certExpiryTime", "-1"),
        Attributes("certExpiryTime", "99999999999"),
        Attributes("certRefresh", "yes"),
        Attributes("certUsage", "server"),
        Attributes("certSubjectOU", ""),
        Attributes("certSubjectOU", "a\nb"),
        Attributes("instancePrivateIp", "010.0.0.1"),
        Attributes("attestationData", "x"),
        Attributes("certexpirytime", "5"),
        Attributes("attestedSshCertPrincipals", new string('x', 5000)),
        new Outcome.Denied("NO", null),
        new Outcome.Denied(null!, null),
        new Outcome.Waiting("x", ""),
        new Outcome.Waiting(null!, "later"),
        new Outcome.Waiting("", "later"),
        new Outcome.Waiting("kubernetes/pods//", "later"),
        new Outcome.Waiting("a/../b", "later"),
        new Outcome.Waiting("tokens/" + Secret, "later"),
    ];

    [TestCaseSource(nameof(Crooked))]
    public async Task DecideAsync_outcome_made_without_its_checks_denies(Outcome outcome)
    {
        _bench.Policy("a", _ => outcome);

        var decision = await _bench.DecideAsync(attestation: Secret);

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "policy-failed")));
        Assert.That(decision.Policies[0].WaitsFor, Is.Null);
    }

    [Test]
    public async Task DecideAsync_policy_that_never_ends_denies_and_says_which_budget()
    {
        await _bench.ScriptAsync("a", "var n = 0L; while (Input.Domain != \"\") { n++; } return Allow();");

        var decision = await _bench.DecideAsync();

        Assert.That((decision.Outcome, decision.Codes.Single()), Is.EqualTo((DecisionOutcome.Denied, "policy-failed")));
        Assert.That(decision.Policies[0].Detail, Does.Contain("steps"));
    }

    [TestCase(Secret)]
    [TestCase("""{"identityToken":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ"}""")]
    public async Task DecideAsync_detail_that_holds_the_token_is_withheld(string attestation)
    {
        _bench.Policy("a", static c => c.Deny("no", $"bad token {c.Input.IdentityToken}"));
        _bench.Policy("b", static c => c.Deny("no", $"bad signature {c.Input.IdentityToken.Split('.')[^1]}"));

        var decision = await _bench.DecideAsync(attestation: attestation);

        Assert.That(decision.Policies.Select(p => p.Detail), Has.All.Contains("withheld"));
    }

    [Test]
    public async Task DecideAsync_detail_is_one_line_of_limited_length()
    {
        _bench.Policy("a", static c => c.Deny("no", "x\r\ny" + new string('z', 5000)));

        var decision = await _bench.DecideAsync();

        Assert.That(decision.Policies[0].Detail, Does.StartWith("x  yzz").And.Length.LessThan(1100));
    }

    private static Outcome.Allowed Attributes(string name, string value) => new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(name, value));

    /// <summary>A real one: no array may have so many elements.</summary>
    private static OutOfMemoryException OutOfMemory()
    {
        try
        {
            GC.KeepAlive(new byte[int.MaxValue]);
        }
        catch (OutOfMemoryException problem)
        {
            return problem;
        }
        throw new InvalidOperationException("there was room for it");
    }
}
