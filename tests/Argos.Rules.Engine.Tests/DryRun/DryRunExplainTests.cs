using System.Collections.Immutable;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.DryRun;

/// <summary>Dry runs that explain themselves.</summary>
internal sealed class DryRunExplainTests
{
    private const string Input = """{"provider":"k8s.c1.identityd","domain":"media.sports","service":"api","attestationData":"secret-secret-secret"}""";

    private DecisionBench _bench = null!;
    private PolicyActivator _activator = null!;
    private CandidatePolicies _candidates = null!;
    private TracedPolicies _traced = null!;
    private DryRunner _runner = null!;
    private int _compiled;

    [SetUp]
    public void SetUp()
    {
        _compiled = 0;
        _bench = new DecisionBench();
        _activator = new PolicyActivator(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)), _ => null);
        _candidates = new CandidatePolicies(_activator, load: true);
        _traced = new TracedPolicies((id, source, cancellation) =>
        {
            _compiled++;
            return Task.FromResult(PolicyCompiler.CompileTraced(id, source, cancellation));
        });
        _runner = new DryRunner(() => _bench.Store.Current, new LocalTrial(_bench.Evaluator), _candidates, _traced, _bench.Time);
    }

    [TearDown]
    public void TearDown()
    {
        _traced.Dispose();
        _candidates.Dispose();
        _activator.Dispose();
        _bench.Dispose();
    }

    [Test]
    public async Task RunAsync_explain_off_tells_nothing_and_compiles_nothing_for_a_trace()
    {
        _bench.Policy("a", static context => context.Deny("no"));

        var answer = await AnswerAsync(Request());

        Assert.That(answer.Explanation, Is.Null);
        Assert.That(answer.Policies.Single() with { ElapsedMicroseconds = 0 }, Is.EqualTo(answer.Decision.Policies.Single() with { ElapsedMicroseconds = 0 }));
        Assert.That(answer.Policies.Single().Conditions, Is.Null);
        Assert.That(_compiled, Is.Zero);
    }

    [Test]
    public async Task RunAsync_explain_full_tells_the_conditions_of_candidates_and_live_policies()
    {
        await _bench.ScriptAsync("a", "if (Input.Service == \"web\") return Deny(\"web\"); return Allow();");

        var answer = await AnswerAsync(Request() with { Policies = Candidates(("b", "if (Input.Domain == \"media.sports\") return Deny(\"no\"); return Allow();")), Explain = "full" });

        Assert.That(answer.Explanation, Is.EqualTo("`a` said allow; `b` said deny `no`"));
        Assert.That(answer.Policies[0].Conditions!.Value[0].Compared, Is.EqualTo("\"api\" == \"web\""));
        Assert.That(answer.Policies[1].Conditions!.Value[0].Value, Is.True);
        Assert.That(answer.Policies.Select(static p => p.Steps), Is.All.GreaterThan(0));
        Assert.That(answer.Decision.Policies[0].Conditions, Is.Null);
    }

    [Test]
    public async Task RunAsync_explain_fails_tells_only_what_led_to_a_refusal()
    {
        await _bench.ScriptAsync("a", "if (Input.Service == \"web\") return Deny(\"web\"); return Allow();");
        await _bench.ScriptAsync("b", "if (Input.IsRefresh) return Deny(\"refresh\"); if (Input.Domain == \"media.sports\") return Deny(\"no\"); return Allow();");

        var answer = await AnswerAsync(Request() with { Explain = "fails" });

        Assert.That(answer.Policies[0].Conditions, Is.Empty);
        Assert.That(answer.Policies[1].Conditions!.Value.Select(static c => c.Text), Is.EqualTo(new[] { "Input.Domain == \"media.sports\"", "return Deny(\"no\");" }));
    }

    [Test]
    public async Task RunAsync_explain_without_a_matching_policy_says_so_in_words()
    {
        await _bench.ScriptAsync("a", "// ---\n// providers: [\"aws.*\"]\n// ---\nreturn Allow();");

        var answer = await AnswerAsync(Request() with { Explain = "fails" });

        Assert.That(answer.Decision.Codes, Is.EqualTo(new[] { DecisionCodes.NoPolicyApplies }));
        Assert.That(answer.Explanation, Is.EqualTo("no policy matches provider `k8s.c1.identityd`; loaded: `a` (aws.*)"));
    }

    [Test]
    public async Task RunAsync_explain_of_a_policy_that_cannot_be_traced_says_why_and_decides_all_the_same()
    {
        _bench.Policy("a", static context => context.Deny("no"));

        var answer = await AnswerAsync(Request() with { Explain = "full" });

        Assert.That(answer.Decision.Codes, Is.EqualTo(new[] { "no" }));
        Assert.That(answer.Policies.Single().TraceProblem, Does.StartWith("the policy cannot be traced: "));
    }

    [TestCase("")]
    [TestCase("FULL")]
    [TestCase("everything")]
    public async Task RunAsync_unknown_explain_is_refused(string explain)
    {
        var result = await _runner.RunAsync(Request() with { Explain = explain }, default);

        Assert.That(result.Error!.Message, Is.EqualTo("`explain` must be `off`, `fails` or `full`"));
    }

    [Test]
    public async Task RunAsync_explain_twice_compiles_once()
    {
        await _bench.ScriptAsync("a", "return Deny(\"no\");");

        await AnswerAsync(Request() with { Explain = "full" });
        await AnswerAsync(Request() with { Explain = "fails" });

        Assert.That(_compiled, Is.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_explain_input_that_no_policy_sees_says_so()
    {
        await _bench.ScriptAsync("a", "return Allow();");

        var answer = await AnswerAsync(new DryRunRequest { Input = Json.Value(Input[..^1] + ",\"attributes\":{\"sanIP\":\"nowhere\"}}"), Explain = "full" });

        Assert.That(answer.Explanation, Does.StartWith("no policy was asked: `attribute-malformed`"));
    }

    private async Task<DryRunResponse> AnswerAsync(DryRunRequest request) => (await _runner.RunAsync(request, default)).Answer!;

    private static DryRunRequest Request() => new() { Input = Json.Value(Input) };

    private static ImmutableSortedDictionary<string, string?> Candidates(params (string Id, string? Source)[] policies) =>
        policies.ToImmutableSortedDictionary(static p => p.Id, static p => p.Source, StringComparer.Ordinal);
}
