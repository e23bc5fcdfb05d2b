using Argos.Rules.Compiler;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Canaries;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.Canaries;

internal sealed class CanaryRunTests
{
    private const string Cases = """
        {"cases": [
          {"name": "good", "expect": "allowed", "request": {"input": {"provider": "k8s.c1.identityd", "domain": "shop", "service": "web"}, "data": {"teams": ["shop"]}}},
          {"name": "bad", "expect": "denied", "request": {"input": {"provider": "k8s.c1.identityd", "domain": "books", "service": "web"}, "data": {"teams": ["shop"]}}}
        ]}
        """;

    private DecisionBench _bench = null!;
    private EngineMetrics _metrics = null!;
    private PolicyActivator _activator = null!;
    private CandidatePolicies _candidates = null!;
    private TracedPolicies _traced = null!;
    private CanaryRun _run = null!;
    private RecordedLog<CanaryRun> _log = null!;
    private string _file = null!;

    [SetUp]
    public void SetUp()
    {
        (_bench, _metrics, _log, _file) = (new DecisionBench(), new EngineMetrics(), new RecordedLog<CanaryRun>(), Path.GetTempFileName());
        File.WriteAllText(_file, Cases);
        _activator = new PolicyActivator(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.Compile(id, source, cancellation)), static _ => null);
        _candidates = new CandidatePolicies(_activator, load: true);
        _traced = new TracedPolicies(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.CompileTraced(id, source, cancellation)));
        var runner = new DryRunner(() => _bench.Store.Current, new LocalTrial(_bench.Evaluator), _candidates, _traced, _bench.Time);
        _run = new CanaryRun(new CanaryOptions { File = _file }, runner, _metrics, _bench.Time, _log);
    }

    [TearDown]
    public void TearDown()
    {
        _run.Dispose();
        _traced.Dispose();
        _candidates.Dispose();
        _activator.Dispose();
        _metrics.Dispose();
        _bench.Dispose();
        File.Delete(_file);
    }

    [Test]
    public async Task Replica_that_gives_the_known_answers_is_well()
    {
        await _bench.ScriptAsync("a", "return Data[\"teams\"].Texts.Contains(Input.Domain) ? Allow() : Deny(\"team-unknown\");");

        await _run.RoundAsync(default);

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_canary_ok{case=\"good\"} 1\n").And.Contain("argos_canary_ok{case=\"bad\"} 1\n"), string.Join('\n', _log.Lines));
    }

    [Test]
    public async Task Policy_that_grants_everything_is_seen()
    {
        await _bench.ScriptAsync("a", "return Allow();");

        await _run.RoundAsync(default);

        Assert.That(_metrics.Exporter.Scrape(), Does.Contain("argos_canary_ok{case=\"good\"} 1\n").And.Contain("argos_canary_ok{case=\"bad\"} 0\n"), string.Join('\n', _log.Lines));
    }

    [Test]
    public async Task File_that_is_broken_later_is_not_taken_for_well()
    {
        await _bench.ScriptAsync("a", "return Data[\"teams\"].Texts.Contains(Input.Domain) ? Allow() : Deny(\"team-unknown\");");
        await _run.RoundAsync(default);
        await File.WriteAllTextAsync(_file, "{");

        await _run.RoundAsync(default);

        Assert.That(_run.Results.Select(static r => r.Ok), Is.EqualTo(new[] { false, false }));
    }

    [TestCase("{")]
    [TestCase("""{"cases": []}""")]
    [TestCase("""{"cases": [{"name": "a", "expect": "maybe", "request": {"input": {}}}]}""")]
    [TestCase("""{"cases": [{"name": "a", "expect": "denied"}]}""")]
    [TestCase("""{"cases": [{"name": "a", "expect": "denied", "request": {"input": {}}}, {"name": "a", "expect": "denied", "request": {"input": {}}}]}""")]
    public void File_that_is_not_of_the_form_is_refused_with_what_it_must_be(string text)
    {
        File.WriteAllText(_file, text);

        Assert.That(CanaryFile.TryRead(_file, out var problem), Is.Null);
        Assert.That(problem, Is.Not.Empty);
    }
}
