using System.Text.Json;
using System.Xml.Linq;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class TestCommandTests
{
    private static readonly string Failing = CliRun.Tests.Replace("\"60\"", "\"90\"", StringComparison.Ordinal);

    [Test]
    public async Task Test_passing_cases_are_counted()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", CliRun.Tests).Write("b.csx", CliRun.Policy).Write("b.tests.yaml", CliRun.Tests);

        var exit = await cli.RunAsync("test", ".");

        Assert.That(exit, Is.Zero, cli.Output);
        Assert.That(cli.Output, Does.Contain("a/policy.csx: 3 of 3 cases passed").And.Contain("b.csx: 3 of 3 cases passed"));
        Assert.That(cli.Error, Does.StartWith("6 passed, 0 failed in 2 policies ("));
    }

    [Test]
    public async Task Test_failing_case_says_what_differed_and_where()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", Failing);

        var exit = await cli.RunAsync("test", "a/tests.yaml");

        Assert.That(exit, Is.EqualTo(4));
        Assert.That(cli.Output, Does.Contain("FAIL a: a known team (a/tests.yaml:5:5)"));
        Assert.That(cli.Output, Does.Contain("attribute `certExpiryTime`: expected `90`, got `60`"));
        Assert.That(cli.Output, Does.Not.Contain("secret-attestation"));
    }

    [Test]
    public async Task Test_finds_both_names_of_a_folders_tests()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/policy.tests.yaml", CliRun.Tests);

        Assert.That(await cli.RunAsync("test", "a", "--fail-on-empty"), Is.Zero, cli.Output);
        Assert.That(await cli.RunAsync("test", "a/policy.tests.yaml", "--fail-on-empty"), Is.Zero, cli.Output);
        cli.Write("a/tests.yaml", "cases: []");
        Assert.That(await cli.RunAsync("test", "a"), Is.Zero, cli.Output);
    }

    [TestCase("reserved", "1 of 1 case passed")]
    [TestCase("A/*TEAM", "2 of 2 cases passed")]
    [TestCase("nothing", "0 of 0 cases passed")]
    public async Task Test_filter_takes_cases_by_policy_and_name(string filter, string expected)
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", CliRun.Tests);

        Assert.That(await cli.RunAsync("test", ".", "--filter", filter), Is.Zero);
        Assert.That(cli.Output, Does.Contain(expected));
    }

    [Test]
    public async Task Test_without_cases_fails_when_asked()
    {
        using var cli = new CliRun().Write("a.csx", CliRun.Policy);

        Assert.That(await cli.RunAsync("test", "."), Is.Zero);
        Assert.That(cli.Output, Does.Contain("no tests beside it"));
        Assert.That(await cli.RunAsync("test", ".", "--fail-on-empty"), Is.EqualTo(1));
    }

    [Test]
    public async Task Test_policy_or_file_with_errors_runs_nothing()
    {
        using var cli = new CliRun().Write("a.csx", "return Nothing();").Write("a.tests.yaml", CliRun.Tests);
        using var file = new CliRun().Write("a.csx", CliRun.Policy).Write("a.tests.yaml", CliRun.Tests.Replace("expect:", "expects:", StringComparison.Ordinal));

        Assert.That(await cli.RunAsync("test", "."), Is.EqualTo(3));
        Assert.That(cli.Output, Does.StartWith("a.csx:1:8: error"));
        Assert.That(await file.RunAsync("test", "."), Is.EqualTo(3));
        Assert.That(file.Output, Does.StartWith("a.tests.yaml:6:5: error policy-tests:"));
        Assert.That(file.Error, Does.StartWith("0 passed, 0 failed in 1 policy, 1 with errors"));
    }

    [Test]
    public async Task Test_json_has_every_case()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", Failing);

        await cli.RunAsync("test", ".", "-o", "json");

        var root = JsonDocument.Parse(cli.Output).RootElement;
        Assert.That(root.GetProperty("passed").GetInt32(), Is.EqualTo(2));
        Assert.That(root.GetProperty("failed").GetInt32(), Is.EqualTo(1));
        var first = root.GetProperty("policies")[0].GetProperty("cases")[0];
        Assert.That(first.GetProperty("passed").GetBoolean(), Is.False);
        Assert.That(first.GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
    }

    [Test]
    public async Task Test_junit_has_suites_failures_and_errors()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", Failing).Write("b.csx", "return Nothing();");

        await cli.RunAsync("test", ".", "-o", "junit");

        var root = XDocument.Parse(cli.Output).Root!;
        Assert.That(root.Attribute("failures")!.Value, Is.EqualTo("1"));
        Assert.That(root.Descendants("failure").Single().Parent!.Attribute("name")!.Value, Is.EqualTo("a known team"));
        Assert.That(root.Descendants("error").Single().Value, Does.StartWith("b.csx:1:8"));
    }

    [Test]
    public async Task Test_github_and_sarif_point_at_the_case()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", Failing);

        await cli.RunAsync("test", ".", "-o", "github");
        Assert.That(cli.Output, Does.StartWith("::error file=a/tests.yaml,line=5,col=5,title=test-failed::case `a known team`: attribute"));
        await cli.RunAsync("test", ".", "-o", "sarif");
        Assert.That(cli.Output, Does.Contain("\"startLine\": 5"));
    }

    [Test]
    public async Task Test_watch_runs_again_after_a_change()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", CliRun.Tests);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (seen, changed) = (new LineWriter(), new LineWriter());
        var running = Argos.Rules.Cli.ArgosCommand.RunAsync(["test", "a", "--watch"], cli.Terminal(seen, changed, stop.Token));

        await changed.Seen("3 passed, 0 failed").WaitAsync(stop.Token);
        cli.Write("a/tests.yaml", Failing);
        await changed.Seen("2 passed, 1 failed").WaitAsync(stop.Token);
        await stop.CancelAsync();

        Assert.That(await running, Is.EqualTo(1));
    }

    /// <summary>A writer that tells when a line with some words was written.</summary>
    private sealed class LineWriter : StringWriter
    {
        private readonly List<(string Words, TaskCompletionSource Found)> _waiting = [];

        public Task Seen(string words)
        {
            lock (_waiting)
            {
                var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (ToString().Contains(words, StringComparison.Ordinal)) found.SetResult();
                else _waiting.Add((words, found));
                return found.Task;
            }
        }

        public override Task WriteLineAsync(string? value)
        {
            lock (_waiting)
            {
                WriteLine(value);
                foreach (var (words, found) in _waiting) if (value?.Contains(words, StringComparison.Ordinal) == true) found.TrySetResult();
            }
            return Task.CompletedTask;
        }
    }
}
