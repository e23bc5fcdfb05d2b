using System.Collections.Immutable;
using System.Text;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Suspensions;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Audit;
using Argos.Rules.Engine.Shadows;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Trial;

/// <summary>What shadow policies can write into the audit log: no secret, not without end, and nothing in another's name.</summary>
internal sealed class ShadowTextTests
{
    private const string Secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

    private readonly TokenVerification _tokens = new();
    private DecisionBench _bench = null!;
    private EngineMetrics _metrics = null!;
    private AuditLog _audit = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new DecisionBench();
        _metrics = new EngineMetrics();
        _audit = new AuditLog(new AuditOptions(), _metrics);
        _bench.Policy("a", static c => c.Allow());
    }

    [TearDown]
    public void TearDown()
    {
        _metrics.Dispose();
        _bench.Dispose();
    }

    [OneTimeTearDown]
    public void DisposeTokens() => _tokens.Dispose();

    private static IEnumerable<TestCaseData> Spellings()
    {
        yield return new TestCaseData(Secret).SetName("{m}_as_it_is");
        yield return new TestCaseData(string.Join(' ', Secret.ToCharArray())).SetName("{m}_with_blanks");
        yield return new TestCaseData(Convert.ToHexString(Encoding.UTF8.GetBytes(Secret))).SetName("{m}_as_hex");
        yield return new TestCaseData(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))).SetName("{m}_as_base64");
        yield return new TestCaseData(Secret[10..34]).SetName("{m}_in_part");
    }

    [TestCaseSource(nameof(Spellings))]
    public async Task Shadow_policy_writes_no_token(string spelling)
    {
        _bench.Policy("b", c => c.Deny("no", spelling), shadow: true);

        Assert.That((await RecordAsync(Local())).Single().Detail, Does.Contain("withheld"));
    }

    [Test]
    public async Task Shadow_policy_hides_no_token_in_a_code_a_key_or_a_directive()
    {
        _bench.Policy("b", static c =>
            c.Deny("x" + string.Concat(c.Input.AttestationData.Where(char.IsAsciiLetter)).ToLowerInvariant()[..40]), shadow: true);
        _bench.Policy("c", static c => c.Wait("pods/" + c.Input.AttestationData, "later"), shadow: true);
        _bench.Policy("d", static c => c.Allow(certSubjectOu: c.Input.AttestationData), shadow: true);

        var results = await RecordAsync(Local());

        Assert.That(results.Select(static p => (p.Outcome, p.WaitsFor, p.Attributes)),
            Has.All.EqualTo((PolicyOutcomes.Failed, (string?)null, (ImmutableSortedDictionary<string, string>?)null)));
        Assert.That(results.Select(static p => p.Code), Has.All.EqualTo(DecisionCodes.PolicyFailed));
    }

    [Test]
    public async Task All_shadow_policies_of_a_decision_together_write_no_more_than_so_much()
    {
        for (var i = 0; i < 40; i++) _bench.Policy($"p{i:00}", static c => c.Deny("no", new string('x', 100_000)), shadow: true);

        var results = await RecordAsync(Local());

        Assert.That(results, Has.Length.EqualTo(40));
        Assert.That(results.Sum(static p => p.Detail!.Length), Is.LessThan(WrittenText.Maximum + (40 * WrittenText.LeftOut.Length)));
        Assert.That(results[^1].Detail, Is.EqualTo(WrittenText.LeftOut));
    }

    [Test]
    public async Task Trial_process_that_says_what_it_likes_writes_no_more_than_a_policy()
    {
        _bench.Policy("b", static _ => throw new InvalidOperationException("must not run here"), shadow: true);
        var huge = new string('x', 100_000);
        PolicyResult[] answers =
        [
            new() { Policy = "a", Hash = "other", Outcome = "deny", Code = "no", Detail = Secret, Enforced = true },
            new() { Policy = "b", Hash = "", Outcome = "deny", Code = "a\nb", Detail = huge },
            new() { Policy = "b", Hash = "", Outcome = "wait", Code = "later", WaitsFor = huge },
            new() { Policy = "b", Hash = "", Outcome = "wait", Code = "later", WaitsForFact = Secret + "\n" },
            new() { Policy = "b", Hash = "", Outcome = "failed", Code = huge, Detail = "why\n" + huge },
            new() { Policy = "b", Hash = "", Outcome = "allow", Attributes = ImmutableSortedDictionary<string,
                string>.Empty.Add("certExpiryTime", Secret) },
            new() { Policy = "b", Hash = "", Outcome = huge, ElapsedMicroseconds = double.NaN },
        ];

        foreach (var answer in answers)
        {
            var result = (await RecordAsync(new FakeTrial(answer))).Single();

            Assert.That((result.Policy, result.Hash, result.Enforced), Is.EqualTo(("b", "hash-b", false)));
            Assert.That(result.Outcome, Is.AnyOf("allow", "deny", "wait", "failed"));
            Assert.That(result.ToString(), Has.Length.LessThan(2000));
            Assert.That(result.ToString(), Does.Not.Contain(Secret).And.Not.Contain("\n"));
            Assert.That(double.IsFinite(result.ElapsedMicroseconds));
        }
    }

    [Test]
    public async Task Proper_results_of_the_trial_process_are_recorded_as_they_are()
    {
        _bench.Policy("b", static _ => throw new InvalidOperationException("must not run here"), shadow: true);
        PolicyResult[] answers =
        [
            new() { Policy = "b", Hash = "hash-b", Outcome = "deny", Code = "no", Detail = "why", Enforced = false,
                ElapsedMicroseconds = 7 },
            new() { Policy = "b", Hash = "hash-b", Outcome = "wait", Code = "later", WaitsFor = "kubernetes/pods/a/b", Enforced = false },
            new() { Policy = "b", Hash = "hash-b", Outcome = "wait", Code = "fact-pending", WaitsForFact = "dns-addresses api.example",
                Enforced = false },
            new() { Policy = "b", Hash = "hash-b", Outcome = "failed", Code = DecisionCodes.PolicySuspended, Detail = "why",
                Enforced = false },
            new()
            {
                Policy = "b", Hash = "hash-b", Outcome = "allow", Enforced = false,
                Attributes = ImmutableSortedDictionary<string, string>.Empty.Add("certExpiryTime", "60"),
            },
        ];

        foreach (var answer in answers) Assert.That((await RecordAsync(new FakeTrial(answer))).Single(), Is.EqualTo(answer)
            .Using<PolicyResult>(static (a, b) => a.ToString() == b.ToString()
            && (a.Attributes is null ? b.Attributes is null : b.Attributes is not null && a.Attributes.SequenceEqual(b.Attributes))));
    }

    private LocalTrial Local() => new(new Evaluator(_tokens, _bench.Time));

    private async Task<ImmutableArray<PolicyResult>> RecordAsync(ITrial trial)
    {
        var suspension = new PolicySuspension(new SuspensionOptions(), _bench.Time, _metrics, NullLogger<PolicySuspension>.Instance);
        using var queue = new ShadowQueue(trial, suspension, _audit, new ShadowDifferences(_metrics, _bench.Time), _metrics, _bench.Time, NullLogger<ShadowQueue>.Instance);
        await _bench.DecideAsync(Secret);
        queue.TryAdd(_bench.Shadows.Offered[^1]);
        await queue.StartAsync(default);
        AuditEntry? record;
        while (!_audit.TryTake(out record)) Assert.That(await _audit.WaitAsync(), Is.True);
        await queue.StopAsync(default);
        return ((AuditRecord)record).Decision!.Policies;
    }

    /// <summary>Gives one answer, whatever it is asked.</summary>
    private sealed class FakeTrial(PolicyResult answer) : ITrial
    {
        public Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation) =>
            Task.FromResult(new TrialOutcome(new Evaluation(new Verdict.Denied([]), [answer], new GivenEvidence([], []), 1), []));

        public Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file,
            CancellationToken cancellation) => throw new NotSupportedException();
    }
}
