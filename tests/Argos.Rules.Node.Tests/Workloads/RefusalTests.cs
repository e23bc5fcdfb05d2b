using System.Net;
using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Workloads;

/// <summary>Tokens that the cluster itself issued, in the wrong hands.</summary>
internal sealed class RefusalTests : NodeTest
{
    [Test]
    public async Task Token_of_one_pod_gives_no_other_identity_and_ends_with_the_pod()
    {
        await DeployAsync();
        var (victim, other) = (await Pods.CreateIdleAsync(SharedNode.Workloads, "victim", "web", Deadline),
            await Pods.CreateIdleAsync(SharedNode.Workloads, "other", "web", Deadline));
        try
        {
            using var claimant = new Claimant(
                Claimant.Honest(victim, "web", await Pods.TokenAsync(SharedNode.Workloads, "web", victim, SampleNames.Audience, Deadline)));
            var honest = claimant.Identity;
            await WaitAsync(claimant.IsGrantedAsync, "the pod's own certificate");

            await RefusedAsync(claimant, honest with { Service = "api" }, "another service of the domain");
            await RefusedAsync(claimant, honest with { InstanceId = other.Uid }, "the instance id of another pod");
            await RefusedAsync(claimant, honest with { Address = other.Ip }, "from another pod");
            await RefusedAsync(claimant, honest with { ExtraDns = ["www.example.com"] }, "a foreign name");
            await RefusedAsync(claimant, honest with { Token = await Pods.TokenAsync(
                SharedNode.Workloads, "web", victim, "https://kubernetes.default.svc", Deadline) }, "for another audience");
            await RefusedAsync(claimant, honest with { Token = honest.Token![..^8] + "AAAAAAAA" }, "with another signature");

            await Pods.DeleteAsync(SharedNode.Workloads, "victim", Deadline);
            await WaitAsync(async token => !await claimant.IsGrantedAsync(token), "the pod is gone");
            var again = await Pods.CreateIdleAsync(SharedNode.Workloads, "victim", "web", Deadline);
            await RefusedAsync(claimant, honest, "the pod was replaced by one of the same name");
            await RefusedAsync(claimant, honest with { InstanceId = again.Uid, Address = again.Ip }, "the old token for the new pod");
        }
        finally
        {
            foreach (var name in new[] { "victim", "other" }) await Pods.DeleteAsync(SharedNode.Workloads, name, Deadline);
        }
    }

    private async Task RefusedAsync(Claimant claimant, AgentIdentity identity, string what)
    {
        var before = SharedNode.Zts.Exchanges.Count;
        using var reply = await claimant.AskAsync(identity, Deadline);

        Assert.That(reply.Granted, Is.False, what);
        Assert.That(SharedNode.Zts.Exchanges.Skip(before).Select(static exchange => exchange.Status), Has.None.EqualTo(HttpStatusCode.OK), what);
    }
}
