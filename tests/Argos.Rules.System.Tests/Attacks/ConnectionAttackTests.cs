using System.Net;
using Argos.Rules.TestKit.Attacks;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>A3 to A5: strangers reach the ports and hold connections.</summary>
internal sealed class ConnectionAttackTests : AttackTest
{
    /// <summary>Attackers have addresses of their own.</summary>
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.9");

    [Test]
    public async Task Silent_tls_connections_of_any_certificate_do_not_shut_zts_out([Values("some.other.service", "sys.auth.zts")] string name)
    {
        await using var stage = await StartAsync("Callback:MaximumConnections=100", "Callback:MaximumConnectionsPerAddress=50", "Callback:IdleSeconds=600");
        using var certificate = stage.Authority.Client(name);
        await using var flood =
            Flood.Start(new SilentTls(new CallbackClient(stage.Callback, certificate.Certificate) { From = Elsewhere }), 300, 200,
            TimeProvider.System);
        await Eventually.HoldsAsync(() => flood.Begun >= 300, "the flood", TimeSpan.FromSeconds(60), Deadline);

        await stage.HoldsAsync(50, Deadline);

        if (name == "sys.auth.zts") Assert.That(await stage.MetricAsync("argos_connections_dropped_total", Deadline), Is.GreaterThan(0));
        else Assert.That(await stage.MetricAsync("argos_handshakes_refused_total", Deadline), Is.GreaterThan(100), "refused by name in the handshake");
    }

    [Test]
    public async Task Silent_and_half_open_connections_do_not_shut_zts_out([Values] bool half)
    {
        await using var stage = await StartAsync("Callback:MaximumConnections=200", "Callback:MaximumConnectionsPerAddress=100", "Callback:IdleSeconds=600");
        await using var flood = Flood.Start(new SilentConnection(stage.Callback, half ? SilentConnection.HalfHandshake : default) { From = Elsewhere }, 1000, 500, TimeProvider.System);
        await Eventually.HoldsAsync(() => flood.Begun >= 1000, "the flood", TimeSpan.FromSeconds(60), Deadline);

        await stage.HoldsAsync(50, Deadline);

        Assert.That(await stage.MetricAsync("argos_connections_dropped_total", Deadline), Is.GreaterThan(700));
    }

    [Test]
    public async Task Few_descriptors_are_kept_for_who_needs_them([Values(400, 1024)] int descriptors)
    {
        await using var stage = await StartInShellAsync($"ulimit -n {descriptors}", "");
        await using var flood = Flood.Start(new SilentConnection(stage.Diagnostics) { From = Elsewhere }, descriptors + 300, 500, TimeProvider.System);
        await using var other = Flood.Start(new SilentConnection(stage.Callback) { From = Elsewhere }, descriptors + 300, 500, TimeProvider.System);
        await Eventually.HoldsAsync(() => flood.Begun >= descriptors + 300, "the flood", TimeSpan.FromSeconds(60), Deadline);

        await stage.HoldsAsync(50, Deadline);
        using var compiled = await stage.PutPolicyAsync("a/second.csx", "return Allow();", Deadline);

        Assert.That((int)compiled.StatusCode, Is.EqualTo(200), "a compiler needs descriptors too");
        Assert.That(stage.Engine.Process.Log.ToString(), Does.Contain("RLIMIT_NOFILE").Or.Contains("descriptors").Or.Contains("open files"), "a start below what is needed warns");
    }

    [Test]
    public async Task Engine_with_too_few_descriptors_to_live_says_so_and_does_not_start()
    {
        var problem = "";
        try
        {
            await using var stage = await StartInShellAsync("ulimit -n 256", "");
        }
        catch (InvalidOperationException e)
        {
            problem = e.Message;
        }

        Assert.That(problem, Does.Contain("exit code 1;").And.Contains("cannot start: the process may have 256 open files (RLIMIT_NOFILE) and needs 336 at least"));
    }
}
