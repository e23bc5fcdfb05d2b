using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Engine.Tests.Auditing;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class AuditCommandTests
{
    private AuditLogs _logs = null!;
    private CliRun _cli = null!;

    [SetUp]
    public void Prepare()
    {
        (_logs, _cli) = (new AuditLogs(), new CliRun());
        var refused = AuditLogs.Granted("d2", service: "web") with { Status = 403 };
        _logs.Write(null,
            AuditLogs.Granted("d1"),
            refused with { Decision = refused.Decision! with { Outcome = Contracts.Decisions.DecisionOutcome.Denied, Codes = ["pod-replaced"] } },
            AuditLogs.Granted("d3", instance: "i-2", time: AuditLogs.Time.AddMinutes(30)),
            AuditLogs.Granted("d4", instance: "i-1", time: AuditLogs.Time.AddHours(2)));
        File.Copy(_logs.Options.File, Path.Combine(_cli.Folder, "audit.jsonl"));
    }

    [TearDown]
    public void CleanUp()
    {
        _logs.Dispose();
        _cli.Dispose();
    }

    [Test]
    public async Task Docs_print_the_schema()
    {
        Assert.That(await _cli.RunAsync("docs", "--audit"), Is.Zero);
        Assert.That(_cli.Output, Is.EqualTo(AuditSchema.Text));
    }

    [Test]
    public async Task Who_names_the_instances_that_had_the_identity_then()
    {
        Assert.That(await _cli.RunAsync("audit", "who", "media.sports.api", "--at", "2026-03-01T14:45Z", "audit.jsonl"), Is.Zero, _cli.Error);

        Assert.That(_cli.Output, Does.StartWith("media.sports.api at 2026-03-01T14:45:00.000Z: 2 instances\n"));
        Assert.That(_cli.Output, Does.Contain("d1").And.Contain("d3").And.Not.Contain("d4"));
        Assert.That(_cli.Output, Does.Contain("DNS names       api.media-sports.cluster.example, i-1.instanceid.athenz.cluster.example\n"));
        Assert.That(_cli.Output, Does.Contain("argos/stock/kubernetes.csx@aaaaaaaaaaaa (enforce): allow"));
        Assert.That(_cli.Output, Does.Contain("settings        providers/k8s.cluster1.identityd sha256 bbbb"));
        Assert.That(_cli.Output, Does.Contain("valid until     2026-03-01T15:00:00.000Z\n"));
    }

    [TestCase("2026-03-01T13:59Z")]
    [TestCase("2026-03-01T15:30Z")]
    public async Task Who_says_when_nobody_had_it(string at)
    {
        Assert.That(await _cli.RunAsync("audit", "who", "media.sports.api", "--at", at, "audit.jsonl"), Is.EqualTo(1));
        Assert.That(_cli.Output, Does.Contain("no instance had a certificate"));
    }

    [TestCase(new[] { "--outcome", "denied" }, "d2")]
    [TestCase(new[] { "--code", "pod-replaced" }, "d2")]
    [TestCase(new[] { "--identity", "media.*.web" }, "d2")]
    [TestCase(new[] { "--instance", "i-2" }, "d3")]
    [TestCase(new[] { "--since", "2026-03-01T15:00Z" }, "d4")]
    [TestCase(new[] { "--decision", "d1" }, "d1")]
    [TestCase(new[] { "--policy", "aaaaaaaaaa", "--limit", "1" }, "d1")]
    public async Task List_filters(string[] filter, string expected)
    {
        Assert.That(await _cli.RunAsync(["audit", "list", "audit.jsonl", .. filter]), Is.Zero, _cli.Error);
        Assert.That(_cli.Output.TrimEnd('\n').Split('\n').Select(static l => l[(l.LastIndexOf(' ') + 1)..]), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public async Task List_as_json_writes_the_records_own_lines()
    {
        Assert.That(await _cli.RunAsync("audit", "list", "audit.jsonl", "--decision", "d1", "-o", "json"), Is.Zero);
        Assert.That(_cli.Output.TrimEnd('\n'), Is.EqualTo(_logs.Lines[1]));
    }

    [Test]
    public async Task List_without_a_fit_is_a_no()
    {
        Assert.That(await _cli.RunAsync("audit", "list", "audit.jsonl", "--decision", "d9"), Is.EqualTo(1));
    }

    [Test]
    public async Task Show_tells_all_of_one_decision()
    {
        Assert.That(await _cli.RunAsync("audit", "show", "d2", "audit.jsonl"), Is.Zero);
        Assert.That(_cli.Output, Does.Contain("[pod-replaced]").And.Contain("pod             sports/api-1 uid uid-1 version 812").And.Contain("token           valid, key k1, jti jti-1"));
    }

    [Test]
    public async Task Verify_passes_a_log_as_it_was_written_and_names_the_line_of_a_changed_one()
    {
        Assert.That(await _cli.RunAsync("audit", "verify", "audit.jsonl"), Is.Zero, _cli.Output);
        Assert.That(_cli.Output, Does.Contain("6 records: complete and unchanged"));

        _cli.Write("audit.jsonl", _cli.Read("audit.jsonl").Replace("\"i-2\"", "\"i-9\"", StringComparison.Ordinal));
        Assert.That(await _cli.RunAsync("audit", "verify", "audit.jsonl"), Is.EqualTo(1));
        Assert.That(_cli.Output, Does.StartWith("audit.jsonl:4: changed: record 3"));
    }

    [Test]
    public async Task Verify_of_nothing_is_a_no()
    {
        _cli.Write("empty.jsonl", "");

        Assert.That(await _cli.RunAsync("audit", "verify", "empty.jsonl"), Is.EqualTo(1));
        Assert.That(await _cli.RunAsync("audit", "verify", "missing.jsonl"), Is.EqualTo(2));
    }

    [Test]
    public async Task Verify_with_an_authority_needs_the_name_that_signs()
    {
        _cli.Write("ca.pem", "");

        Assert.That(await _cli.RunAsync("audit", "verify", "audit.jsonl", "--ca", "ca.pem"), Is.EqualTo(2));
        Assert.That(_cli.Error, Does.Contain("`--ca` and `--signer` belong together"));
    }

    [Test]
    public async Task Lines_that_are_not_records_are_reported()
    {
        _cli.Write("mixed.jsonl", "{\"msg\":\"hello\"}\n" + _cli.Read("audit.jsonl"));

        Assert.That(await _cli.RunAsync("audit", "list", "mixed.jsonl", "--decision", "d1"), Is.Zero);
        Assert.That(_cli.Error, Does.Contain("1 lines are not records"));
    }
}
