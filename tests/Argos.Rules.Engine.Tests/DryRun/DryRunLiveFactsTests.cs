using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Facts;
using Argos.Rules.Language.Facts;
using Argos.Rules.Testing;
using Argos.Rules.TestKit.Sources;

namespace Argos.Rules.Engine.Tests.DryRun;

/// <summary>Dry runs that ask the network, because they are told to.</summary>
internal sealed class DryRunLiveFactsTests
{
    private const string Arn = "arn:aws:sts::123456789012:assumed-role/media.sports.api/i-1";

    private readonly TokenVerification _tokens = new();
    private FakeAws _aws = null!;
    private FactBench _bench = null!;
    private PolicyActivator _activator = null!;
    private CandidatePolicies _candidates = null!;
    private TracedPolicies _traced = null!;
    private (string AccessKeyId, string SecretKey, string SessionToken) _credentials;

    [SetUp]
    public async Task SetUp()
    {
        _aws = await FakeAws.StartAsync(CancellationToken.None);
        _bench = new FactBench(new FactsOptions { AwsRegions = ["us-west-2"], AwsStsUrl = _aws.Url.ToString(), AllowLoopbackHttp = true });
        _bench.Policy(static c =>
        {
            var caller = c.Aws.CallerIdentity("us-west-2");
            if (caller.Pending) return c.Wait(caller, "sts-pending");
            return caller.Problem is { } no ? c.Deny("caller-refused", no) : c.Allow();
        });
        _activator = new PolicyActivator(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)), id => _bench.Store.Current.Policies.Find(id));
        _candidates = new CandidatePolicies(_activator, load: true);
        _traced = new TracedPolicies(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.CompileTraced(id, source, cancellation)));
        _credentials = _aws.Issue(Arn);
    }

    [TearDown]
    public async Task TearDown()
    {
        _traced.Dispose();
        _candidates.Dispose();
        _activator.Dispose();
        _bench.Dispose();
        await _aws.DisposeAsync();
    }

    [OneTimeTearDown]
    public void DisposeTokens() => _tokens.Dispose();

    [Test]
    public async Task Facts_are_asked_for_once_named_and_logged()
    {
        var answer = await AnswerAsync(Runner(_bench.Facts), Request());

        Assert.That((answer.Decision.Outcome, answer.Live.Outcome), Is.EqualTo((DecisionOutcome.Allowed, DecisionOutcome.Allowed)));
        Assert.That(answer.Decision.Facts.Select(static f => (f.Kind, f.Subject, f.State)), Is.EqualTo(new[] { (FactKinds.AwsCallerIdentity, _credentials.AccessKeyId, "known") }));
        Assert.That(_aws.Actions, Is.EqualTo(new[] { "GetCallerIdentity" }));
        Assert.That(_bench.Logs.Text, Does.Contain($"asked for fact aws/caller-identity of {_credentials.AccessKeyId}: known"));
        var told = _bench.Logs.Text + JsonSerializer.Serialize(answer, ContractsJson.Default.DryRunResponse);
        Assert.That(told, Does.Not.Contain(_credentials.SecretKey).And.Not.Contain(_credentials.SessionToken));
    }

    [Test]
    public async Task Nothing_is_asked_unless_the_request_says_so()
    {
        var answer = await AnswerAsync(Runner(_bench.Facts), Request() with { LiveFacts = false });

        Assert.That(answer.Decision.Codes, Does.Contain("sts-pending"));
        Assert.That(_aws.Actions, Is.Empty);
    }

    [Test]
    public async Task What_is_given_is_not_asked_for()
    {
        var given = Json.Value($$"""{ "{{_credentials.AccessKeyId}}": { "error": "revoked" } }""");
        var answer = await AnswerAsync(Runner(_bench.Facts), Request() with { Facts = ImmutableSortedDictionary<string, JsonElement>.Empty.Add(FactKinds.AwsCallerIdentity, given) });

        Assert.That(answer.Decision.Codes, Is.EqualTo(new[] { "caller-refused" }));
        Assert.That(_aws.Actions, Is.Empty);
    }

    [Test]
    public async Task Source_that_is_down_is_cannot_tell()
    {
        _aws.Conduct.Outage = true;

        Assert.That((await AnswerAsync(Runner(_bench.Facts), Request())).Decision.Codes, Is.EqualTo(new[] { "fact-unavailable", "sts-pending" }));
    }

    [Test]
    public async Task Region_that_the_configuration_does_not_allow_is_refused()
    {
        using var bench = new FactBench(new FactsOptions());

        Assert.That((await AnswerAsync(Runner(bench.Facts), Request())).Decision.Codes, Is.EqualTo(new[] { "caller-refused" }));
    }

    [Test]
    public async Task Only_so_many_ask_at_once()
    {
        _aws.Conduct.Hold();
        var runner = Runner(_bench.Facts);
        var open = Enumerable.Range(0, DryRunFacts.MaximumRuns).Select(_ => runner.RunAsync(Request(), default)).ToArray();
        await _aws.Conduct.ReachedAsync(1, default);

        var refused = await runner.RunAsync(Request(), default);
        _aws.Conduct.Release();
        var answers = await Task.WhenAll(open);

        Assert.That(refused.Error!.Message, Does.Contain("try again"));
        Assert.That(answers.Select(static a => a.Answer!.Decision.Outcome), Is.All.EqualTo(DecisionOutcome.Allowed));
        Assert.That((await AnswerAsync(runner, Request())).Decision.Outcome, Is.EqualTo(DecisionOutcome.Allowed), "those that ended count no more");
    }

    [Test]
    public async Task Waiting_ends_at_the_deadline_of_a_decision()
    {
        var run = Runner(new NeverAnswers()).RunAsync(Request(), default);
        // Once for the candidates, once for the live set.
        for (var i = 0; i < 2; i++)
        {
            await _bench.Time.WaitForTimerAsync(TimeSpan.FromSeconds(3), CancellationToken.None);
            _bench.Time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.That((await run).Answer!.Decision.Codes, Does.Contain("sts-pending"));
    }

    [Test]
    public async Task Where_nobody_can_be_asked_the_request_is_refused() =>
        Assert.That((await Runner(null).RunAsync(Request(), default)).Error!.Message, Does.Contain("`liveFacts`"));

    private DryRunner Runner(IFactSource? source)
    {
        var evaluator = new Evaluator(_tokens, _bench.Time);
        var facts = source is null ? null : new DryRunFacts(source, new DecisionOptions(), _bench.Time, _bench.Logs.For<DryRunFacts>());
        return new DryRunner(() => _bench.Store.Current, new LocalTrial(evaluator), _candidates, _traced, _bench.Time, facts);
    }

    private static async Task<DryRunResponse> AnswerAsync(DryRunner runner, DryRunRequest request)
    {
        var result = await runner.RunAsync(request, default);
        Assert.That(result.Error, Is.Null);
        return result.Answer!;
    }

    private DryRunRequest Request() => new()
    {
        Input = Json.Value($$"""{"provider":"p","domain":"media.sports","service":"api","attestationData":{{JsonSerializer.Serialize(FactBench.Aws(_credentials))}} }"""),
        LiveFacts = true,
    };

    private sealed class NeverAnswers : IFactSource
    {
        public FactAnswer Find(FactRequest request) => FactAnswer.Pending;

        public Task<FactAnswer>? FetchAsync(FactRequest request, RequestedIdentity identity) => new TaskCompletionSource<FactAnswer>().Task;
    }
}
