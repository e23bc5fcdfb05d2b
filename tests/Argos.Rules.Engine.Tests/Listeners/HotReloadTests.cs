using System.Net;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.TestKit.Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace Argos.Rules.Engine.Tests.Listeners;

internal sealed class HotReloadTests
{
    private const string Confirmation = """{"provider":"p","domain":"d","service":"s"}""";

    [Test]
    public async Task New_connection_after_a_reload_sees_the_new_certificate()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var issued = engine.Authority.Client(RunningEngine.Zts);
        var subjects = new List<string>();

        await PostOnceAsync(engine, issued, subjects);
        using (var next = engine.Authority.Provider("k8s.cluster2.identityd")) engine.WriteServer(next);
        engine.App.Services.GetRequiredService<CertificateStore>().Reload();
        await PostOnceAsync(engine, issued, subjects);

        Assert.That(subjects[0], Does.Contain("CN=k8s.cluster1.identityd"));
        Assert.That(subjects[^1], Does.Contain("CN=k8s.cluster2.identityd"));
    }

    [Test]
    public async Task Open_connection_is_refused_when_its_root_is_no_longer_trusted()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var issued = engine.Authority.Client(RunningEngine.Zts);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, server, _, _) => server is not null && server.Subject.Contains("identityd", StringComparison.Ordinal);
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => issued.Certificate;
        var connections = 0;
        handler.ConnectCallback = async (context, cancellation) =>
        {
            connections++;
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        };
        using var client = new HttpClient(handler) { BaseAddress = engine.CallbackUri, Timeout = TimeSpan.FromSeconds(20) };

        using var before = await client.PostAsync("/instance", new StringContent(Confirmation));
        using (var other = new TestAuthority("another")) await File.WriteAllTextAsync(engine.Settings["Callback:ClientCaFile"]!, other.CertificatePem);
        engine.App.Services.GetRequiredService<CertificateStore>().Reload();
        using var after = await client.PostAsync("/instance", new StringContent(Confirmation));

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(connections, Is.EqualTo(1));
    }

    private static async Task PostOnceAsync(RunningEngine engine, IssuedCertificate issued, List<string> subjects)
    {
        using var client = engine.Client(issued.Certificate, seenServer: server => subjects.Add(server.Subject));
        using var answer = await client.PostAsync("/instance", new StringContent(Confirmation));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
