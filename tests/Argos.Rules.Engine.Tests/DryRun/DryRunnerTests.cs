using System.Collections.Immutable;
using System.Text.Json;
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

internal sealed class DryRunnerTests
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
        _activator = new PolicyActivator(
            (id, source, cancellation) =>
            {
                _compiled++;
                return Task.FromResult(PolicyCompiler.Compile(id, source, cancellation));
            },
            id => _bench.Store.Current.Policies.Find(id));
        _candidates = new CandidatePolicies(_activator, load: true);
        _traced = new TracedPolicies(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.CompileTraced(id, source, cancellation)));
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
    public async Task RunAsync_without_candidates_is_the_live_decision()
    {
        await _bench.ScriptAsync("a", "return Allow(certExpiryMinutes: 9);");

        var answer = await AnswerAsync(Request());

        Assert.That(answer.Decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(answer.Live.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(answer.Changed, Is.False);
        Assert.That(answer.Policies.Single().Policy, Is.EqualTo("a"));
    }

    [Test]
    public async Task RunAsync_candidate_is_laid_over_the_live_set_and_nothing_is_stored()
    {
        await _bench.ScriptAsync("a", "return Allow();");
        await _bench.ScriptAsync("b", "return Allow();");
        var before = _bench.Store.Current;

        var answer = await AnswerAsync(Request() with { Policies = Candidates(("b", "return Deny(\"no\");")) });

        Assert.That(answer.Decision.Codes, Is.EqualTo(new[] { "no" }));
        Assert.That(answer.Policies.Select(p => p.Policy), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(answer.Live.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(answer.Changed, Is.True);
        Assert.That(_bench.Store.Current, Is.SameAs(before));
    }

    [Test]
    public async Task RunAsync_null_candidate_removes()
    {
        await _bench.ScriptAsync("a", "return Allow();");

        var answer = await AnswerAsync(Request() with { Policies = Candidates(("a", null), ("never-there", null)) });

        Assert.That(answer.Decision.Codes, Is.EqualTo(new[] { "no-policy-applies" }));
    }

    [Test]
    public async Task RunAsync_only_replaces_policies_and_data()
    {
        await _bench.ScriptAsync("a", "return Deny(\"no\");");
        _bench.Put("x", "1");

        var answer = await AnswerAsync(Request() with { Only = true, Policies = Candidates(("b", "return Data[\"x\"].Exists ? Deny(\"seen\") : Allow();")) });

        Assert.That(answer.Decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(answer.Live.Codes, Is.EqualTo(new[] { "no" }));
    }

    [Test]
    public async Task RunAsync_data_is_laid_over_by_path_and_null_removes()
    {
        await _bench.ScriptAsync("a", "return Data[\"x/y\"].Number == 2 && !Data[\"z\"].Exists && Pods.Find(\"n\", \"p\")?.Uid == \"u\" ? Allow() : Deny(\"no\");");
        _bench.Put("x", """{"y":1}""");
        _bench.Put("z", "1");

        var answer = await AnswerAsync(Request() with
        {
            Data = Values(("x/y", "2"), ("z", "null"), ("w", "null"), ("kubernetes/pods/n/p", """{"metadata":{"namespace":"n","name":"p","uid":"u"},"status":{"phase":"Running"}}""")),
        });

        Assert.That(answer.Decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(answer.Live.Codes, Is.EqualTo(new[] { "no" }));
        Assert.That(_bench.Store.Current.Data.Read("x/y").Number, Is.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_now_and_operation_are_those_of_the_request()
    {
        await _bench.ScriptAsync("a", "return Input.IsRefresh && Now.Year == 2031 ? Allow() : Deny(\"no\");");

        var other = await AnswerAsync(Request() with { Operation = "refresh", Now = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var plain = await AnswerAsync(Request());

        Assert.That(other.Decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(other.Live.Outcome, Is.EqualTo(DecisionOutcome.Allowed));
        Assert.That(plain.Decision.Codes, Is.EqualTo(new[] { "no" }));
    }

    [Test]
    public async Task RunAsync_wait_reads_as_undecided_at_once()
    {
        await _bench.ScriptAsync("a", "return Wait(\"x\", \"later\");");

        var running = _runner.RunAsync(Request(), default);

        Assert.That(running.IsCompleted, Is.True);
        var answer = (await running).Answer!;
        Assert.That(answer.Decision.Outcome, Is.EqualTo(DecisionOutcome.Undecided));
        Assert.That(answer.Decision.Codes, Is.EqualTo(new[] { "later" }));
        Assert.That(answer.Policies.Single().WaitsFor, Is.EqualTo("x"));
    }

    [Test]
    public async Task RunAsync_malformed_attribute_is_denied_as_it_would_be()
    {
        await _bench.ScriptAsync("a", "return Allow();");

        var answer = await AnswerAsync(Request("""{"provider":"p","domain":"d","service":"s","attributes":{"sanIP":"x"}}"""));

        Assert.That(answer.Decision.Codes, Is.EqualTo(new[] { "attribute-malformed" }));
    }

    [Test]
    public async Task RunAsync_all_mistakes_of_candidates_and_data_come_at_once()
    {
        var error = await ErrorAsync(Request() with
        {
            Policies = Candidates(("a", "return Nonsense();"), ("b", "// ---\n// mode: x\n// ---\nreturn More();"), ("c//d", "return Allow();")),
            Data = Values(("a//b", "1"), ("argos/decision", "1")),
        });

        Assert.That(error.Code, Is.EqualTo("invalid_parameter"));
        Assert.That(error.Errors!.Value.Select(e => (e.Code, e.Location?.File)), Is.EqualTo(new[]
        {
            ("CS0103", "a"), ("front-matter", "b"), ("CS0103", "b"), ("policy-id", null), ("dry-run-data", null), ("dry-run-data", null),
        }));
    }

    [TestCase("[]")]
    [TestCase("""{"provider":"p"}""")]
    public async Task RunAsync_input_that_is_no_confirmation_is_an_error(string input)
    {
        var error = await ErrorAsync(Request(input));

        Assert.That(error.Message, Does.StartWith("`input` is not a confirmation"));
    }

    [Test]
    public async Task RunAsync_unknown_operation_is_an_error() =>
        Assert.That((await ErrorAsync(Request() with { Operation = "renew" })).Message, Does.Contain("`register` or `refresh`"));

    [Test]
    public async Task RunAsync_same_candidate_again_is_not_compiled_again()
    {
        var request = Request() with { Policies = Candidates(("a", "return Allow();")) };

        await AnswerAsync(request);
        await AnswerAsync(request);
        await AnswerAsync(Request() with { Policies = Candidates(("a", "return Allow(certRefresh: false);")) });

        Assert.That(_compiled, Is.EqualTo(2));
    }

    [Test]
    public async Task RunAsync_warnings_of_candidates_are_shown()
    {
        var answer = await AnswerAsync(Request() with { Policies = Candidates(("a", "string name = null; return Deny(\"a\", name);")) });

        Assert.That(answer.Diagnostics.Single().Severity, Is.EqualTo("warning"));
    }

    [Test]
    public async Task RunAsync_answer_never_holds_the_attestation_data()
    {
        await _bench.ScriptAsync("a", "return Deny(\"no\", Input.AttestationData);");

        var answer = await AnswerAsync(Request() with { Policies = Candidates(("b", "return int.Parse(Input.AttestationData) == 1 ? Allow() : Deny(\"b\");")) });

        Assert.That(JsonSerializer.Serialize(answer, Contracts.ContractsJson.Default.DryRunResponse), Does.Not.Contain("secret-secret"));
    }

    private async Task<DryRunResponse> AnswerAsync(DryRunRequest request)
    {
        var result = await _runner.RunAsync(request, default);
        Assert.That(result.Error, Is.Null);
        return result.Answer!;
    }

    private async Task<ErrorBody> ErrorAsync(DryRunRequest request)
    {
        var result = await _runner.RunAsync(request, default);
        Assert.That(result.Answer, Is.Null);
        return result.Error!;
    }

    private static DryRunRequest Request(string input = Input) => new() { Input = Json.Value(input) };

    private static ImmutableSortedDictionary<string, string?> Candidates(params (string Id, string? Source)[] candidates) =>
        candidates.ToImmutableSortedDictionary(c => c.Id, c => c.Source, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, JsonElement> Values(params (string Path, string Json)[] values) =>
        values.ToImmutableSortedDictionary(v => v.Path, v => Json.Value(v.Json), StringComparer.Ordinal);
}
