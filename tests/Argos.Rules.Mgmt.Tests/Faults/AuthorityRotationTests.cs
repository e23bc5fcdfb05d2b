using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Mgmt.Tests.Faults;

/// <summary>The API server comes back with a certificate of another CA, and mgmt's CA file is replaced later.</summary>
public sealed class AuthorityRotationTests
{
    [Test]
    public async Task Server_of_the_new_authority_is_trusted_with_the_file_and_not_before()
    {
        using var old = new TestAuthority("cluster");
        using var next = new TestAuthority("cluster");
        await using var scene = await ClusterScene.StartAsync(old);
        await scene.RunAsync();

        await scene.Server.ListenAsAsync(next, CancellationToken.None);
        scene.Server.Requests.Clear();
        scene.PutPod("shop/web-1");
        await scene.PassAsync(TimeSpan.FromSeconds(120));

        Assert.That(scene.Server.Requests.All, Is.Empty, "no request, and no token, may go to a server that is not trusted");
        Assert.That(scene.Holds("shop/web-1"), Is.False);
        Assert.That(scene.View.Age, Is.GreaterThan(TimeSpan.FromSeconds(100)), "the set must not be said to be younger than it is");

        scene.WriteAuthority(next.CertificatePem);

        await scene.UntilAsync(() => scene.Holds("shop/web-1"), "the pod of meanwhile");
    }

    [TestCase("")]
    [TestCase("-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n")]
    public async Task Broken_file_trusts_nobody_until_it_is_replaced(string broken)
    {
        using var authority = new TestAuthority("cluster");
        await using var scene = await ClusterScene.StartAsync(authority);
        await scene.RunAsync();

        scene.WriteAuthority(broken);
        await scene.Server.ListenAsAsync(authority, CancellationToken.None);
        scene.Server.Requests.Clear();
        scene.PutPod("shop/web-1");
        await scene.PassAsync(TimeSpan.FromSeconds(60));
        Assert.That(scene.Server.Requests.All, Is.Empty);

        scene.WriteAuthority(authority.CertificatePem);

        await scene.UntilAsync(() => scene.Holds("shop/web-1"), "the pod of meanwhile");
    }
}
