using System.Net;
using System.Net.Sockets;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Diagnostics;

namespace Argos.Rules.Engine.Tests.Listeners;

/// <summary>Listening on <c>[::]</c>: in a cluster of IPv6 alone probes and ZTS come over IPv6, elsewhere over IPv4.</summary>
internal sealed class BothFamiliesTests
{
    [SetUp]
    public void NeedIpV6() => Assume.That(Socket.OSSupportsIPv6, "this machine has no IPv6");

    [Test]
    public void Defaults_are_every_address()
    {
        Assert.That(new CallbackOptions().Listen, Is.EqualTo("[::]:4443"));
        Assert.That(new DiagnosticsOptions().Listen, Is.EqualTo("[::]:8282"));
    }

    [TestCase("127.0.0.1")]
    [TestCase("[::1]")]
    public async Task Every_listener_serves_both(string host)
    {
        var running = new RunningEngine();
        foreach (var listener in new[] { "Callback", "Management", "Diagnostics" }) running.Settings[$"{listener}:Listen"] = "[::]:0";
        running.Settings["Management:TokenFile"] = Path.Combine(running.Folder, "token");
        await File.WriteAllTextAsync(running.Settings["Management:TokenFile"]!, "token");
        await using var engine = await running.StartAsync();
        using var zts = engine.ZtsClient();
        using var plain = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        plain.DefaultRequestHeaders.Authorization = new("Bearer", "token");
        using var body = new StringContent("""{"provider":"p.q","domain":"d","service":"s","attestationData":"a"}""",
            global::System.Text.Encoding.UTF8, "application/json");

        using var decided = await zts.PostAsync(new Uri($"https://{host}:{engine.CallbackUri.Port}/instance"), body);
        using var probed = await plain.GetAsync(new Uri($"http://{host}:{engine.DiagnosticsUri.Port}/health/live"));
        using var managed = await plain.GetAsync(new Uri($"http://{host}:{engine.ManagementUri.Port}/v1/policies"));

        Assert.That((decided.StatusCode, probed.StatusCode, managed.StatusCode),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK)));
    }
}
