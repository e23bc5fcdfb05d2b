using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.Engine.Tests.Listeners;

/// <summary>Connections that do nothing, against a whole engine.</summary>
internal sealed class SilentConnectionTests
{
    private const string Confirmation = """{"provider":"p","domain":"d","service":"s"}""";

    [Test]
    public async Task Silent_connections_do_not_shut_zts_out()
    {
        var engine = new RunningEngine();
        engine.Settings["Callback:MaximumConnections"] = "8";
        engine.Settings["Callback:MaximumConnectionsPerAddress"] = "8";
        // Nothing is closed for its age in this test.
        engine.Settings["Callback:IdleSeconds"] = "600";
        await using var running = await engine.StartAsync();
        using var silent = new Connections();
        await silent.OpenAsync(running.CallbackUri.Port, 40);
        using var client = running.ZtsClient();

        for (var i = 0; i < 5; i++)
        {
            using var answer = await client.PostAsync("/instance", new StringContent(Confirmation));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task Full_callback_listener_leaves_probes_and_mgmt_alone()
    {
        var engine = new RunningEngine();
        engine.Settings["Callback:MaximumConnections"] = "4";
        engine.Settings["Diagnostics:MaximumConnections"] = "4";
        await using var running = await engine.StartAsync();
        using var silent = new Connections();
        await silent.OpenAsync(running.CallbackUri.Port, 20);
        await silent.OpenAsync(running.DiagnosticsUri.Port, 20);
        using var probe = running.DiagnosticsClient();
        using var mgmt = new HttpClient { BaseAddress = running.ManagementUri };

        Assert.That((await probe.GetAsync("/health/live")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await mgmt.GetAsync("/health/live")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await probe.GetStringAsync("/metrics"), Does.Match("argos_connections_dropped_total\\{listener=\"callback\"\\} 1[0-9]"));
    }

    /// <summary>TCP connections that send nothing.</summary>
    private sealed class Connections : IDisposable
    {
        private readonly List<TcpClient> _open = [];

        public async Task OpenAsync(int port, int count)
        {
            for (var i = 0; i < count; i++)
            {
                var client = new TcpClient();
                _open.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, port);
            }
        }

        public void Dispose()
        {
            foreach (var client in _open) client.Dispose();
        }
    }
}
