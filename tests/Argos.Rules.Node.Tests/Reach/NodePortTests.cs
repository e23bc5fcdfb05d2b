using System.Net.Security;
using System.Net.Sockets;
using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Reach;

/// <summary>The component <c>node-port</c>: who connects to the port of the node speaks TLS with the engine itself.</summary>
internal sealed class NodePortTests : NodeTest
{
    private const int Port = 30443;

    [Test]
    public async Task Port_of_the_node_leads_to_the_provider_and_its_own_certificate()
    {
        await DeployAsync(["node-port"]);
        var subject = "";

        await WaitAsync(async token => (subject = await SubjectAsync(token)).Length > 0, "kube-proxy opens the port");

        Assert.That(subject, Does.Contain($"CN={SampleNames.Provider}"));
        using var claimant = await ClaimAsync(await Pods.CreateIdleAsync(SharedNode.Workloads, "by-port", "web", Deadline));
        await WaitAsync(claimant.IsGrantedAsync, "a certificate by the Service's own address, as before");
    }

    /// <summary>Whose certificate is shown there; nothing when nobody answers.</summary>
    private static async Task<string> SubjectAsync(CancellationToken cancellationToken)
    {
        var subject = "";
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(RealNode.HostAddress, Port, cancellationToken);
            await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false,
                // As ZTS does: it goes by the subject, and no name of a host is in the certificate.
                (_, certificate, _, _) => (subject = certificate?.Subject ?? "").Length > 0);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = SampleNames.Provider }, cancellationToken);
        }
        catch (Exception refused) when (refused is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // Nobody listens yet; or the engine, having shown its own certificate, wants to see one.
        }
        return subject;
    }
}
