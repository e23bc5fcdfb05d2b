using System.Collections.Immutable;
using System.Diagnostics;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Tests.Data;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Engine.Tests.PolicyTests;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Trial;

/// <summary>The trial process itself: real processes, so the cases are few.</summary>
[Category("Process")]
internal sealed class TrialProcessTests
{
    private const string Burns = "var n = 0; for (var j = 0; j < 2000000000; j++) for (var i = 0; i < 2000000000; i++) n = i; return n > 0 ? Allow() : Deny(\"no\");";

    private const string Fills = "var all = new List<string>(); for (var i = 0; i < 100000; i++) all.Add(new string('x', 100000)); return all.Count > 0 ? Allow() : Deny(\"no\");";

    /// <summary>The budgets of policies are out of the way: the process's own limits are what is left.</summary>
    private static readonly ScriptingOptions Unlimited = new()
    {
        PolicySteps = 100_000_000_000,
        PolicyBytes = 100_000_000_000,
        PolicyMilliseconds = 600_000,
        TrialTimeout = TimeSpan.FromSeconds(1),
        TestTimeout = TimeSpan.FromSeconds(1),
        TrialHeapBytes = 48 * 1024 * 1024,
    };

    [Test]
    public async Task Evaluation_is_that_of_this_process_with_data_pods_and_facts_asked_for()
    {
        const string Source = """
            // ---
            // settings:
            //   audience: {type: text}
            // ---
            var pod = Pods.Find("media-sports", "api-0");
            if (pod is null || Pods.Find("media-sports", "api-1") is not null) return Deny("pod");
            var caller = Oidc.Keys("https://issuer.example");
            if (Data["limits"]["certs"].Number != 7) return Deny("limit");
            if (Settings.Text("audience") != "athenz") return Deny("settings");
            return Deny(caller.Pending ? "pending" : "known", pod.Uid + " " + pod.Node);
            """;
        var policy = Compile("a/b.csx", Source.Replace("var caller = Oidc.Keys(\"https://issuer.example\");", "var caller = Dns.Resolve(\"api.example\");", StringComparison.Ordinal));
        var data = Tree(("kubernetes/pods/media-sports/api-0", """{"metadata":{"uid":"u1"},"spec":{"nodeName":"n1"},"status":{"phase":"Running"}}"""), ("limits", """{"certs":7}"""), ("providers/k8s.c1.identityd", """{"audience":"athenz"}"""));
        await using var process = StartOf();
        using var tokens = new TokenVerification();
        var local = new LocalTrial(new Evaluator(tokens, TimeProvider.System));

        var here = await local.EvaluateAsync(Case(policy, data), default);
        var there = await process.EvaluateAsync(Case(policy, data), default);

        Assert.That(there.Evaluation, Is.Not.Null, there.Problem);
        Assert.That(Said(there), Is.EqualTo(Said(here)));
        Assert.That(there.Evaluation!.Results.Single().Detail, Is.EqualTo("u1 n1"));
        Assert.That(there.Evaluation.Evidence.Pods, Is.EqualTo(here.Evaluation!.Evidence.Pods));
        Assert.That(there.Evaluation.Facts, Is.EqualTo(here.Evaluation.Facts));
    }

    [Test]
    public async Task Explanation_is_that_of_this_process()
    {
        var policy = Compile("p", "var pod = Pods.Find(\"n\", \"x\");\nif (pod is null) return Deny(\"pod-unknown\");\nreturn Allow();");
        await using var process = StartOf();
        using var tokens = new TokenVerification();
        using var traced = new TracedPolicies(static (id, source, cancellation) => Task.FromResult(PolicyCompiler.CompileTraced(id, source, cancellation)));
        var asked = Case(policy, DataTree.Empty) with { Explain = ExplainModes.Full, Traced = await traced.CompileAsync([policy], default) };

        var here = await new LocalTrial(new Evaluator(tokens, TimeProvider.System)).EvaluateAsync(asked, default);
        var there = await process.EvaluateAsync(asked, default);

        Assert.That(there.Traces.Single().Conditions, Is.EqualTo(here.Traces.Single().Conditions).And.Not.Empty);
        Assert.That(there.Traces.Single().Calls, Is.EqualTo(here.Traces.Single().Calls).And.Not.Empty);
    }

    [Test]
    public async Task Tests_decide_whether_a_candidate_is_admitted()
    {
        await using var process = StartOf();
        var policy = Compile("a/b.csx", "return Input.Domain == \"d\" ? Allow() : Deny(\"no\");");

        var good = await process.AdmitAsync(policy, Tests("allowed"), "a/b.tests.yaml", default);
        var bad = await process.AdmitAsync(policy, Tests("denied"), "a/b.tests.yaml", default);
        var none = await process.AdmitAsync(policy, null, "a/b.tests.yaml", default);
        var broken = await process.AdmitAsync(policy, "cases: [", "a/b.tests.yaml", default);

        Assert.That((good.Length, none.Length), Is.EqualTo((0, 0)));
        Assert.That((bad.Single().Code, bad.Single().Location!.File), Is.EqualTo((PolicyTestVerdict.FailedCode, "a/b.tests.yaml")));
        Assert.That(broken.Single().Code, Is.EqualTo(TestDiagnostics.Code));
    }

    [Test]
    public async Task Stock_policies_pass_their_tests_there()
    {
        await using var process = StartOf();
        foreach (var name in StockPolicies.Names())
        {
            var source = StockPolicies.Read(name, "policy.csx");
            var policy = Compile(name, source) with { FrontMatter = FrontMatterParser.Parse(name, source, System.Collections.Immutable.ImmutableArray.CreateBuilder<Diagnostic>()) };

            Assert.That(await process.AdmitAsync(policy, StockPolicies.Read(name, "tests.yaml"), "t", default), Is.Empty, name);
        }
    }

    [TestCase(Burns, TestName = "Candidate_that_hangs_is_refused_and_the_next_one_is_admitted")]
    [TestCase(Fills, TestName = "Candidate_that_exhausts_memory_is_refused_and_the_next_one_is_admitted")]
    public async Task Candidate_that_ends_the_process_is_refused_and_the_next_one_is_admitted(string source)
    {
        await using var process = StartOf(Unlimited);

        var bad = await process.AdmitAsync(Compile("a/b.csx", source), null, "t", default);
        var evaluated = await process.EvaluateAsync(Case(Compile("a/b.csx", source), DataTree.Empty), default);
        var good = await process.AdmitAsync(Compile("a/c.csx", "return Allow();"), null, "t", default);

        // A heap without room is reported as an exception in the policy, or ends the process.
        Assert.That(bad.Select(static d => d.Code), source == Burns ? Is.EqualTo(new[] { TrialProcess.LimitCode }) : Is.Empty.Or.EqualTo(new[] { TrialProcess.LimitCode }));
        if (evaluated.Evaluation is { } evaluation) Assert.That(evaluation.Results.Single().Outcome, Is.EqualTo("failed"));
        Assert.That(good, Is.Empty);
    }

    [Test]
    public async Task Process_that_was_killed_while_nobody_looked_is_started_anew()
    {
        await using var process = StartOf();
        var policy = Compile("p", "return Allow();");
        await process.AdmitAsync(policy, null, "t", default);
        var first = process.ProcessId!.Value;
        using (var killed = Process.GetProcessById(first))
        {
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Assert.That(await process.AdmitAsync(policy, null, "t", default), Is.Empty);
        Assert.That(process.ProcessId, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Process_that_is_killed_over_a_candidate_says_nothing_about_it()
    {
        await using var process = StartOf(new ScriptingOptions { PolicySteps = 100_000_000_000, PolicyMilliseconds = 600_000, TrialTimeout = TimeSpan.FromMinutes(10) });
        await process.AdmitAsync(Compile("p", "return Allow();"), null, "t", default);
        var admitting = process.AdmitAsync(Compile("b", Burns), null, "t", default);

        // The one that was there, and the fresh one that it is tried again with.
        for (var kills = 0; kills < 2; kills++) await KillAsync(process);

        Assert.That(async () => await admitting, Throws.InstanceOf<TrialUnavailableException>());
        Assert.That(await process.AdmitAsync(Compile("p", "return Allow();"), null, "t", default), Is.Empty);
    }

    [Test]
    public async Task Process_that_cannot_be_started_is_away()
    {
        await using var process = StartOf(new ScriptingOptions { StartTimeout = TimeSpan.Zero });

        Assert.That(async () => await process.AdmitAsync(Compile("p", "return Allow();"), null, "t", default), Throws.InstanceOf<TrialUnavailableException>());
    }

    [Test]
    public async Task Caller_who_gives_up_ends_nothing_for_others()
    {
        await using var process = StartOf(new ScriptingOptions { PolicySteps = 100_000_000_000, PolicyMilliseconds = 600_000, TrialTimeout = TimeSpan.FromSeconds(1), TestTimeout = TimeSpan.Zero });
        await process.AdmitAsync(Compile("p", "return Allow();"), null, "t", default);
        var before = process.ProcessId;
        using var giveUp = new CancellationTokenSource();
        var given = process.EvaluateAsync(Case(Compile("p", "return Allow();"), DataTree.Empty), giveUp.Token);
        var waiting = process.AdmitAsync(Compile("q", "return Allow();"), null, "t", default);

        await giveUp.CancelAsync();

        Assert.That(await waiting, Is.Empty);
        Assert.That(process.ProcessId, Is.EqualTo(before));
        await given.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private static async Task KillAsync(TrialProcess process)
    {
        while (true)
        {
            try
            {
                if (process.ProcessId is { } id && Process.GetProcessById(id) is { HasExited: false } child)
                {
                    using (child)
                    {
                        // Not before it works: one that dies while it starts was never asked.
                        while (child.TotalProcessorTime < TimeSpan.FromMilliseconds(400)) await Task.Yield();
                        child.Kill();
                        await child.WaitForExitAsync();
                        return;
                    }
                }
            }
            catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
            {
                // It is not there yet.
            }
            await Task.Yield();
        }
    }

    [Test]
    public async Task Settings_are_compared_before_a_policy_is_sent_and_defaults_go_with_it()
    {
        await using var trial = StartOf();
        var policy = Compile("p", "// ---\n// settings:\n//   limit: {type: number, default: 5}\n// ---\nreturn Deny(Settings.Number(\"limit\") == 5 ? \"five\" : \"other\");");

        var left = await trial.EvaluateAsync(Case(policy, DataTree.Empty), default);
        var given = await trial.EvaluateAsync(Case(policy, Tree(($"providers/{DecisionBench.Provider}", """{"limit":6}"""))), default);
        var misspelt = await trial.EvaluateAsync(Case(policy, Tree(($"providers/{DecisionBench.Provider}", """{"limits":6}"""))), default);

        Assert.That(new[] { left, given, misspelt }.Select(static outcome => Said(outcome).Code), Is.EqualTo(new[] { "five", "other", "settings-invalid" }));
        Assert.That(Said(misspelt).Detail, Does.Contain("did you mean `limit`?"));
    }

    [Test]
    public async Task Tests_of_a_candidate_see_its_front_matter()
    {
        await using var trial = StartOf();
        var policy = Compile("p", "// ---\n// providers: ['k8s.*']\n// settings:\n//   limit: {type: number, default: 5}\n// ---\nreturn Settings.Number(\"limit\") == 5 ? Allow() : Deny(\"no\");");
        const string Tests = """
            now: 2026-03-01T12:00:00Z
            base: {provider: k8s.a, domain: d, service: s, attributes: {instanceId: i}}
            cases:
              - {name: default, expect: {outcome: allowed}}
              - {name: misspelt, settings: {k8s.a: {limits: 5}}, expect: {codes: [settings-invalid]}}
              - {name: another provider, with: {provider: aws.a}, expect: {codes: [no-policy-applies]}}
            """;

        Assert.That(await trial.AdmitAsync(policy, Tests, "p.tests.yaml", default), Is.Empty);
    }

    private static TrialProcess StartOf(ScriptingOptions? options = null) =>
        new(options ?? new ScriptingOptions(), new DecisionOptions(), TimeProvider.System, NullLogger<TrialProcess>.Instance);

    private static ActivePolicy Compile(string id, string source)
    {
        var compiled = PolicyCompiler.Compile(id, source, default);
        Assert.That(compiled.Policy, Is.Not.Null, string.Join('\n', compiled.Diagnostics));
        var frontMatter = FrontMatterParser.Parse(id, source, ImmutableArray.CreateBuilder<Diagnostic>());
        return new ActivePolicy(id, source, "hash", frontMatter, PolicyLoader.Load(compiled.Policy!), null) { Compiled = compiled.Policy };
    }

    private static TrialCase Case(ActivePolicy policy, DataTree data) =>
        new(new Snapshot(PolicySet.Empty.With(policy), data, 3).Applicable(DecisionBench.Provider).Policies, data,
            DecisionBench.Confirmation(), InstanceOperation.Register, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
            new DecisionFacts(StaticFacts.None), 3);

    private static DataTree Tree(params (string Path, string Json)[] values) =>
        values.Aggregate(DataTree.Empty, static (tree, value) => tree.With(Json.Path(value.Path), Json.Value(value.Json)).Tree!);

    private static PolicyResult Said(TrialOutcome outcome) => outcome.Evaluation!.Results.Single() with { ElapsedMicroseconds = 0 };

    private static string Tests(string outcome) => $$"""
        now: 2026-03-01T12:00:00Z
        base: {provider: p, domain: d, service: s, attestation: x, attributes: { instanceId: i } }
        cases:
        - name: one
          expect: { outcome: {{outcome}} }
        """;
}
