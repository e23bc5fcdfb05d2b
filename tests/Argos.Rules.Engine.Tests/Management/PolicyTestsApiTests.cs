using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Trials;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary>A policy that comes with its tests. The fake for the compiler makes the text `allow` grant, everything else refuse.</summary>
internal sealed class PolicyTestsApiTests
{
    private const string Json = "application/json";
    private const string Path = "/v1/policies/n/p/a.csx";

    private ManagementHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await ManagementHost.StartAsync();
        _host.Activate = static (id, source, owner, _) => Task.FromResult(new ActivationResult(Policy(id, source) with { Owner = owner }, []));
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task Put_with_byte_order_marks_in_body_and_tests_puts_into_force()
    {
        var body = "\uFEFF" + JsonSerializer.Serialize(new PolicyText("allow") { Tests = "\uFEFF" + Tests("allowed") }, ContractsJson.Default.PolicyText);

        var put = await _host.SendAsync("PUT", Path, body, ("Content-Type", Json));

        Assert.That((put.Status, put.Text), Is.EqualTo((200, "{}")));
    }

    [Test]
    public async Task Put_with_tests_that_pass_puts_into_force_and_get_shows_them()
    {
        var put = await PutAsync("allow", Tests("allowed"));

        Assert.That((put.Status, put.Text), Is.EqualTo((200, "{}")));
        var shown = (await _host.SendAsync("GET", Path)).Body.GetProperty("result");
        Assert.That(shown.GetProperty("raw").GetString(), Is.EqualTo("allow"));
        Assert.That(shown.GetProperty("tests").GetString(), Is.EqualTo(Tests("allowed")));
    }

    [Test]
    public async Task Put_with_a_case_that_fails_is_400_with_its_place_and_keeps_the_last_good_version()
    {
        await PutAsync("allow", Tests("allowed"));

        var reply = await PutAsync("deny", Tests("allowed"));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        var error = reply.Body.GetProperty("errors")[0];
        Assert.That(error.GetProperty("code").GetString(), Is.EqualTo(PolicyTestVerdict.FailedCode));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain("case `one`: outcome: expected allowed, got denied").And.Contain("1 of 1"));
        Assert.That(error.GetProperty("location").GetRawText(), Is.EqualTo("""{"file":"n/p/a.tests.yaml","row":4,"col":3}"""));
        Assert.That(_host.Store.Current.Policies.Find("n/p/a.csx")!.Source, Is.EqualTo("allow"));
    }

    [TestCase("cases: [", TestName = "Put_with_tests_that_are_no_yaml_is_400")]
    [TestCase("cases: []", TestName = "Put_with_tests_without_cases_is_400")]
    [TestCase("", TestName = "Put_with_empty_tests_is_400")]
    [TestCase("""cases: "\UFFFFFFFF" """, TestName = "Put_with_tests_that_have_an_escape_of_no_character_is_400")]
    [TestCase("%TAG !e! \na:\n--- !e!x b", TestName = "Put_with_tests_that_have_half_a_directive_is_400")]
    [TestCase("... x", TestName = "Put_with_tests_that_have_text_behind_the_end_of_the_document_is_400")]
    [TestCase("\t: x", TestName = "Put_with_tests_that_have_a_tab_for_a_key_is_400")]
    [TestCase("cases: !<%C0%80> x", TestName = "Put_with_tests_that_have_a_tag_of_no_characters_is_400")]
    public async Task Put_with_a_bad_tests_file_is_400(string tests)
    {
        var reply = await PutAsync("allow", tests);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        Assert.That(reply.Body.GetProperty("errors")[0].GetProperty("location").GetProperty("file").GetString(), Is.EqualTo("n/p/a.tests.yaml"));
        Assert.That(_host.Store.Current.Policies.Count, Is.Zero);
    }

    [Test]
    public async Task Put_of_other_tests_alone_runs_them()
    {
        await PutAsync("allow", Tests("allowed"));

        var failing = await PutAsync("allow", Tests("denied"));
        var none = await PutAsync("allow", null);

        Assert.That((failing.Status, none.Status), Is.EqualTo((400, 200)));
        Assert.That(_host.Store.Current.Policies.Find("n/p/a.csx")!.Tests, Is.Null);
    }

    [Test]
    public async Task Shadow_policy_is_tested_as_if_it_decided()
    {
        _host.Activate = static (id, source, _, _) => Task.FromResult(new ActivationResult(Policy(id, source) with { FrontMatter = new FrontMatter { Shadow = true } }, []));

        Assert.That((await PutAsync("allow", Tests("allowed"))).Status, Is.EqualTo(200));
        Assert.That(_host.Store.Current.Policies.Find("n/p/a.csx")!.FrontMatter.Shadow, Is.True);
    }

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("return Allow();")]
    [TestCase("{\"source\": 1}")]
    [TestCase("{\"source\": null}")]
    public async Task Put_of_json_that_is_no_policy_is_400(string body)
    {
        var reply = await _host.SendAsync("PUT", Path, body, ("Content-Type", Json));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("nonsense")]
    public async Task Put_of_another_type_is_the_bare_text(string type)
    {
        await _host.SendAsync("PUT", Path, """{"source": "x"}""", ("Content-Type", type));

        Assert.That(_host.Store.Current.Policies.Find("n/p/a.csx")!.Source, Is.EqualTo("""{"source": "x"}"""));
    }

    [Test]
    public async Task Digest_covers_source_and_tests()
    {
        await _host.SendAsync("PUT", Path, Body("allow", Tests("allowed")), ("Content-Type", Json), (Headers.Source, "mgmt"));

        var held = (await _host.SendAsync("GET", "/v1/sync/mgmt")).Body.GetProperty("policies").GetProperty("n/p/a.csx").GetString();

        Assert.That(held, Is.EqualTo(new PolicyText("allow", Tests("allowed")).HashAs("n/p/a.csx").ToString("x32", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(held, Is.Not.EqualTo(new PolicyText("allow").HashAs("n/p/a.csx").ToString("x32", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task Tests_that_passed_are_not_run_again_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("argos-tested-").FullName;
        try
        {
            var trial = new CountedTrial();
            var first = new AdmissionGate(Cache(folder), trial);
            var passed = await first.CheckAsync(Policy("a.csx", "allow"), Tests("allowed"), default);
            var second = new AdmissionGate(Cache(folder), trial);

            var again = await second.CheckAsync(Policy("a.csx", "allow"), Tests("allowed"), default);
            Assert.That((passed.Length, again.Length, trial.Admitted), Is.EqualTo((0, 0, 1)));
            await second.CheckAsync(Policy("a.csx", "allow"), Tests("allowed") + "\n", default);
            await second.CheckAsync(Policy("a.csx", "allow"), null, default);

            Assert.That(trial.Admitted, Is.EqualTo(3));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PolicyCache Cache(string folder) => new(new ScriptingOptions { CacheDirectory = folder }, TimeProvider.System, NullLogger<PolicyCache>.Instance);
    [Test]
    public async Task Put_while_nothing_can_be_tried_out_is_503_and_keeps_the_last_good_version()
    {
        await PutAsync("allow", Tests("allowed"));
        _host.Trial = new CountedTrial { Problem = new TrialUnavailableException("policies cannot be tried out now") };

        var reply = await PutAsync("deny", Tests("denied"));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((503, "internal_error")));
        Assert.That(_host.Store.Current.Policies.Find("n/p/a.csx")!.Source, Is.EqualTo("allow"));
        Assert.That(_host.Entered, Is.EqualTo(new[] { "allow" }));
    }

    [Test]
    public async Task Put_of_a_candidate_whose_trial_does_not_end_holds_up_nobody_else()
    {
        await PutAsync("allow", null);
        var trial = new CountedTrial { Forever = true };
        var before = _host.Trial;
        _host.Trial = trial;
        var hanging = PutAsync("deny", null);
        await trial.Asked;

        _host.Trial = before;
        var other = await _host.SendAsync("PUT", "/v1/policies/n/p/b.csx", "allow");

        Assert.That((other.Status, hanging.IsCompleted), Is.EqualTo((200, false)));
        Assert.That(_host.Store.Current.Policies.All.Select(static p => p.Source), Is.EqualTo(new[] { "allow", "allow" }));
    }

    private static string Tests(string outcome) => $$"""
        now: 2026-03-01T12:00:00Z
        base: {provider: p, domain: d, service: s, attestation: x, attributes: { instanceId: i } }
        cases:
        - name: one
          expect: { outcome: {{outcome}} }
        """;

    private static ActivePolicy Policy(string id, string source) => new(
        id, source, "hash", new FrontMatter { Providers = ImmutableArray.Create("*") }, context => source == "allow" ? context.Allow() : context.Deny("never"), null);

    private static string Body(string source, string? tests) => JsonSerializer.Serialize(new PolicyText(source, tests), ContractsJson.Default.PolicyText);

    private Task<ManagementHost.Reply> PutAsync(string source, string? tests) => _host.SendAsync("PUT", Path, Body(source, tests), ("Content-Type", Json));

    private sealed class CountedTrial : ITrial
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Admitted { get; private set; }

        public Exception? Problem { get; init; }

        public bool Forever { get; init; }

        public Task Asked => _asked.Task;

        public Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file, CancellationToken cancellation)
        {
            Admitted++;
            _asked.TrySetResult();
            if (Problem is not null) throw Problem;
            return Forever ? new TaskCompletionSource<ImmutableArray<Diagnostic>>().Task : Task.FromResult(ImmutableArray<Diagnostic>.Empty);
        }
    }
}
