using System.Security.Cryptography;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Shared;

/// <summary>Asks the fake of ZTS for a certificate, as an agent in a pod would, with a token of that pod.</summary>
internal sealed class Claimant(AgentIdentity identity) : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public AgentIdentity Identity => identity;

    /// <summary>What the pod's own agent would ask for.</summary>
    public static AgentIdentity Honest(PodView pod, string service, string token) => new()
    {
        Provider = SampleNames.Provider,
        Domain = "media.sports",
        Service = service,
        InstanceId = pod.Uid,
        DnsSuffix = SampleNames.DnsSuffix,
        Token = token,
        Address = pod.Ip,
    };

    public Task<ZtsReply> AskAsync(CancellationToken cancellationToken) => AskAsync(identity, cancellationToken);

    public Task<ZtsReply> AskAsync(AgentIdentity other, CancellationToken cancellationToken) => new FakeAgent(SharedNode.Zts, _key)
        .RegisterAsync(other, cancellationToken);

    /// <summary>Whether there is a certificate now.</summary>
    public async Task<bool> IsGrantedAsync(CancellationToken cancellationToken)
    {
        using var reply = await AskAsync(cancellationToken);
        return reply.Granted;
    }

    public void Dispose() => _key.Dispose();
}
