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
        using var connection = new OneConnection(engine, issued.Certificate);

        using var before = await connection.PostAsync(Confirmation);
        using (var other = new TestAuthority("another")) await File.WriteAllTextAsync(engine.Settings["Callback:ClientCaFile"]!, other.CertificatePem);
        engine.App.Services.GetRequiredService<CertificateStore>().Reload();
        using var after = await connection.PostAsync(Confirmation);

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(connection.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task Open_connection_of_a_client_with_an_intermediate_outlives_a_renewal_of_the_servers_pair()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var intermediate = engine.Authority.Intermediate();
        using var issued = intermediate.Client(RunningEngine.Zts);
        using var connection = new OneConnection(engine, issued.Certificate, intermediate.Certificate);

        using var before = await connection.PostAsync(Confirmation);
        using (var next = engine.Authority.Provider("k8s.cluster2.identityd")) engine.WriteServer(next);
        engine.App.Services.GetRequiredService<CertificateStore>().Reload();
        using var after = await connection.PostAsync(Confirmation);
        using (var other = new TestAuthority("another")) await File.WriteAllTextAsync(engine.Settings["Callback:ClientCaFile"]!, other.CertificatePem);
        engine.App.Services.GetRequiredService<CertificateStore>().Reload();
        using var untrusted = await connection.PostAsync(Confirmation);

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(untrusted.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(connection.Connections, Is.EqualTo(1));
    }

    private static async Task PostOnceAsync(RunningEngine engine, IssuedCertificate issued, List<string> subjects)
    {
        using var client = engine.Client(issued.Certificate, seenServer: server => subjects.Add(server.Subject));
        using var answer = await client.PostAsync("/instance", new StringContent(Confirmation));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
