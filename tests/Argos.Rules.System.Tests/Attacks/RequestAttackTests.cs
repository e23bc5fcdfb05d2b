using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>A1, A2, A10: one tenant sends what it likes, through ZTS as everybody does.</summary>
internal sealed class RequestAttackTests : AttackTest
{
    // As in a container of 1 GiB.
    private const string Container = "export DOTNET_GCHeapHardLimit=0x30000000";
    private const long MaximumResident = 768L << 20;

    [Test]
    public async Task Waiting_calls_with_bodies_of_nearly_a_megabyte_cost_nobody_anything()
    {
        await using var stage = await StartInShellAsync(Container, "");
        var names = string.Join(',', Enumerable.Range(0, 20_000).Select(static i => $"host-{i:x5}.tenant.example.com.more.of.it"));
        await using var flood = Flood.Start(new Call(stage.Zts, AttackStage.Body("tenant", "gone", "x", ("sanDNS", names))), 200, 400, TimeProvider.System);
        await BegunAsync(flood, 200);

        await stage.HoldsAsync(30, Deadline);

        Assert.That(flood.Ends.Keys, Is.SubsetOf(new[] { "413", "504", "-1", "0" }));
        Assert.That(ProcessFigures.PeakResident(stage.Engine.Process.Id), Is.LessThan(MaximumResident));
    }

    [Test]
    public async Task Waiting_calls_of_the_largest_body_share_a_budget()
    {
        await using var stage = await StartInShellAsync(Container, "");
        var body = AttackStage.Body("tenant", "gone", "x", ("awsAccount", new string('a', 120 << 10)));
        await using var flood = Flood.Start(new Call(stage.Zts, body), 400, 400, TimeProvider.System);
        await BegunAsync(flood, 400);

        await stage.HoldsAsync(30, Deadline);

        await Eventually.HoldsAsync(() => flood.Ends.ContainsKey("504"), "some are turned away", TimeSpan.FromSeconds(60), Deadline);
        Assert.That(flood.Ends.Keys, Is.SubsetOf(new[] { "403", "504", "-1", "0" }));
        Assert.That(ProcessFigures.PeakResident(stage.Engine.Process.Id), Is.LessThan(MaximumResident));
    }

    [Test]
    public async Task Thousand_calls_of_one_tenant_that_wait_leave_room_for_all_others()
    {
        await using var stage = await StartAsync();
        await using var flood = Flood.Start(new Call(stage.Zts, AttackStage.Body("tenant", "gone")), 1000, 330, TimeProvider.System);
        await BegunAsync(flood, 300);

        await stage.HoldsAsync(50, Deadline);

        // Of the places only the share of those who wait for one key.
        Assert.That(await stage.MetricAsync("argos_decisions_waiting", Deadline), Is.LessThanOrEqualTo(500));
        Assert.That(flood.Ends.Keys, Is.SubsetOf(new[] { "504", "-1", "0" }));
    }

    [Test]
    public async Task Calls_of_a_megabyte_with_standard_output_blocked_lose_records_and_nothing_else()
    {
        // The pipe has a reader, which never reads.
        await using var stage = await StartInShellAsync($"{Container}; mkfifo blocked; exec 3<>blocked", ">blocked", "Audit:File=-", "Audit:QueueBytes=1048576");
        var body = AttackStage.Body("tenant", "api", "x", ("instanceId", new string('i', 120 << 10)));
        await using var flood = Flood.Start(new Call(stage.Zts, body), 20, 400, TimeProvider.System);

        await Eventually.HoldsAsync(async token => await stage.MetricAsync("argos_audit_dropped_total", token) > 0, "records are dropped", TimeSpan.FromSeconds(120), Deadline);
        await stage.HoldsAsync(20, Deadline);

        Assert.That(await stage.MetricAsync("argos_audit_queue_bytes", Deadline), Is.LessThanOrEqualTo(1 << 20));
        Assert.That(flood.Ends.Keys, Is.SubsetOf(new[] { "200" }), "no engine error, no cut connection, no refusal");
        Assert.That(ProcessFigures.PeakResident(stage.Engine.Process.Id), Is.LessThan(MaximumResident));
    }

    private Task BegunAsync(Flood flood, int calls) => Eventually.HoldsAsync(() => flood.Begun >= calls, "the flood", TimeSpan.FromSeconds(60), Deadline);
}
