using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>A8, A9, A11, A13: what the engine writes is not read, cannot be written, or is made large by strangers.</summary>
internal sealed class LogAttackTests : AttackTest
{
    private const int MaximumLine = 4096;

    [Test]
    public async Task Standard_error_that_nobody_reads_stops_nothing()
    {
        await using var stage = await StartInShellAsync("mkfifo blocked; exec 3<>blocked", "2>blocked");
        await using var flood = Flood.Start(new SilentTls(new CallbackClient(stage.Callback, null)), 24, 500, TimeProvider.System);
        await Eventually.HoldsAsync(() => flood.Begun >= 1500, "the flood", TimeSpan.FromSeconds(120), Deadline);

        await stage.HoldsAsync(20, Deadline);

        Assert.That(await stage.MetricAsync("argos_handshakes_refused_total", Deadline), Is.GreaterThan(0));
    }

    [Test]
    public async Task Reader_of_the_records_that_goes_away_is_counted()
    {
        await using var stage = await StartInShellAsync("", "> >(head -n 1 >/dev/null)", "Audit:File=-");

        await stage.HoldsAsync(10, Deadline);
        await Eventually.HoldsAsync(async token =>
        {
            await stage.HoldsAsync(1, token);
            return await stage.MetricAsync("argos_audit_dropped_total", token) > 0;
        }, "the loss is counted", TimeSpan.FromSeconds(60), Deadline);

        Assert.That(stage.Engine.Process.Log.ToString(), Does.Contain("audit log cannot be written"));
    }

    [Test]
    public async Task Full_disk_loses_records_and_nothing_else()
    {
        await using var stage = await StartAsync("Audit:File=/dev/full");

        await stage.HoldsAsync(10, Deadline);

        await Eventually.HoldsAsync(async token => await stage.MetricAsync("argos_audit_dropped_total", token) >= 11, "each loss is counted", TimeSpan.FromSeconds(60), Deadline);
    }

    [Test]
    [Platform("Linux")]
    public async Task Disk_that_becomes_full_within_a_record_tears_no_line()
    {
        // The limit of a file's size takes the beginning of a write and refuses the rest, as a full disk does. The runtime's own files of
        // memory would meet it too.
        await using var stage = await StartInShellAsync("trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0", "");
        using (var limit = Process.Start("prlimit", ["--fsize=65536", "--pid", stage.Engine.Process.Id.ToString(CultureInfo.InvariantCulture)])) await limit.WaitForExitAsync(Deadline);

        await Eventually.HoldsAsync(
            async token =>
            {
                await stage.HoldsAsync(10, token);
                return await stage.MetricAsync("argos_audit_dropped_total", token) > 0;
            },
            "the limit is reached", TimeSpan.FromSeconds(120), Deadline);
        Assert.That(await stage.Engine.StopAsync(TimeSpan.FromSeconds(30)), Is.Zero);

        var text = await File.ReadAllTextAsync(stage.Engine.Settings.AuditFile, Deadline);
        Assert.That(text, Does.EndWith("\n").And.Length.GreaterThan(32 << 10));
        foreach (var line in text.TrimEnd('\n').Split('\n')) Assert.That(() => JsonNode.Parse(line), Throws.Nothing, line);
    }

    [Test]
    public async Task Rotation_that_cannot_happen_loses_no_record()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "audit.jsonl.1"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "audit.jsonl.1", "in-the-way"), "");
        await using var stage = await StartAsync("Audit:MaximumBytes=4096", "Audit:Files=1");

        await stage.HoldsAsync(40, Deadline);
        Assert.That(await stage.Engine.StopAsync(TimeSpan.FromSeconds(30)), Is.Zero);

        var decisions = (await File.ReadAllLinesAsync(stage.Engine.Settings.AuditFile, Deadline)).Where(static line => line.Contains("\"type\":\"decision\"", StringComparison.Ordinal));
        Assert.That(decisions.Count(), Is.EqualTo(41));
    }

    [Test]
    public async Task Strangers_write_few_and_short_lines()
    {
        await using var stage = await StartAsync();
        var units = string.Join(", ", Enumerable.Range(0, 200).Select(static i => $"OU=unit-{i:d4}-{new string('u', 40)}"));
        using var large = stage.Authority.Issue($"CN=stranger, {units}", ["1.3.6.1.5.5.7.3.2"]);
        await using (var alerts = Flood.Start(new SilentConnection(stage.Callback, SilentConnection.StrayAlert), 10, 300, TimeProvider.System))
        await using (var names =
            Flood.Start(new SilentTls(new CallbackClient(stage.Callback, large.Certificate)), 10, 100, TimeProvider.System))
        {
            await Eventually.HoldsAsync(() => alerts.Begun >= 300 && names.Begun >= 100, "the flood", TimeSpan.FromSeconds(120), Deadline);
        }

        await stage.HoldsAsync(5, Deadline);

        var lines = stage.Engine.Process.Log.Lines;
        Assert.That(lines.Max(static line => line.Length), Is.LessThan(MaximumLine));
        Assert.That(lines, Has.Count.LessThan(200), "four hundred were begun");
        Assert.That(lines.Where(static line => line.Contains("   at ", StringComparison.Ordinal)), Is.Empty);
        var levels = lines.Select(static line => (string?)JsonNode.Parse(line)!["level"]).ToHashSet();
        Assert.That(levels, Does.Contain("info"), "levels are read rightly");
        Assert.That(levels, Has.None.EqualTo("error").And.None.EqualTo("critical"));
    }

    [Test]
    public async Task Stop_under_load_cuts_no_call_that_was_accepted()
    {
        await using var stage = await StartAsync("Shutdown:WaitSeconds=2");
        var calling = stage.Honest.RunAsync(40, TimeSpan.FromSeconds(4), Deadline);
        await Eventually.HoldsAsync(async token => await stage.MetricAsync("argos_decisions_total", token) > 10, "the load", TimeSpan.FromSeconds(60), Deadline);

        var code = await stage.Engine.StopAsync(TimeSpan.FromSeconds(60));
        var result = await calling;

        Assert.That(code, Is.Zero);
        Assert.That(result.Statuses.Keys, Is.SubsetOf(new[] { 200, CallEnd.Refused }), result.ToString());
        Assert.That(result.Granted, Is.GreaterThan(10));
    }
}
