using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Rollouts;

/// <summary>New replicas for old ones while ZTS calls.</summary>
internal sealed class RolloutTests : NodeTest
{
    [Test]
    public async Task Rollout_under_callbacks_loses_none()
    {
        await DeployAsync();
        var pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "rollout", "web", Deadline);
        try
        {
            using var claimant = new Claimant(
                Claimant.Honest(pod, "web", await Pods.TokenAsync(SharedNode.Workloads, "web", pod, SampleNames.Audience, Deadline)));
            await WaitAsync(claimant.IsGrantedAsync, "a first certificate");
            var before = (await Pods.ReplicasAsync(Deadline)).Select(static replica => replica.Uid).ToArray();

            await using var witness = new Witness(claimant);
            await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "rollout", "restart", "deployment", "identityd");
            await WaitRolledOutAsync();
            // The last old replica is told to end now; it goes on for as long as it takes the node to send it nothing more.
            await WaitAsync(async token => (await AllAsync(token)).All(uid => !before.Contains(uid)), "the old replicas are gone");
            await witness.StopAsync();

            Assert.That((await Pods.ReplicasAsync(Deadline)).Select(static replica => replica.Uid).Intersect(before), Is.Empty);
            Assert.That(witness.Refusals, Is.Empty);
            Assert.That(witness.Granted, Is.GreaterThan(20), "there were callbacks all the time");
        }
        finally
        {
            await Pods.DeleteAsync(SharedNode.Workloads, pod.Name, Deadline);
        }
    }

    /// <summary>All replicas, those that are ending too.</summary>
    private async Task<string[]> AllAsync(CancellationToken cancellationToken)
    {
        var list = await Api.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/{SampleNames.Namespace}/pods", null, cancellationToken);
        return [.. list["items"]!.AsArray().Select(static item => (string)item!["metadata"]!["uid"]!)];
    }
}
