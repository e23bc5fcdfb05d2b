using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Rollouts;

/// <summary>
/// From the file of the release before to the one of this build, and back, on running replicas. The programs are those of this build under both
/// versions' names: what is tried is what <c>kubectl apply</c> makes of the two files while callbacks come.
/// </summary>
internal sealed class UpgradeTests : NodeTest
{
    private const string Previous = "0.1.0";

    private static readonly string File = Path.Combine(
        BuiltOutput.Root, "tests", "Argos.Rules.Node.Tests", "Rollouts", "previous", $"argos-rules-{Previous}.yaml");

    [Test]
    public async Task Upgrade_from_the_previous_release_and_back_loses_no_callback()
    {
        await NodeImages.TagAsync(Previous, Deadline);
        // The Service of this build, so that its address stays; the deployment goes back to the older file.
        await DeployAsync();
        await Kubectl.RunAsync(Deadline, "apply", "-f", File);
        await WaitRolledOutAsync();
        var pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "upgraded", "web", Deadline);
        try
        {
            using var claimant = new Claimant(
                Claimant.Honest(pod, "web", await Pods.TokenAsync(SharedNode.Workloads, "web", pod, SampleNames.Audience, Deadline)));
            await WaitAsync(claimant.IsGrantedAsync, "a certificate from the previous release");
            await using var witness = new Witness(claimant);

            var folder = await Manifests.WriteAsync(Folder, "upgrade", ["own-settings"], "", Deadline);
            await Kubectl.RunAsync(Deadline, "apply", "-k", folder);
            await WaitRolledOutAsync();
            Assert.That(await ImageAsync(), Does.EndWith(":" + BuiltOutput.Version));
            await Kubectl.RunAsync(Deadline, "apply", "-f", File);
            await WaitRolledOutAsync();
            Assert.That(await ImageAsync(), Does.EndWith(":" + Previous));

            await witness.StopAsync();
            Assert.That(witness.Refusals, Is.Empty);
            Assert.That(witness.Granted, Is.GreaterThan(20));
        }
        finally
        {
            await Pods.DeleteAsync(SharedNode.Workloads, pod.Name, Deadline);
        }
    }

    private Task<string> ImageAsync() =>
        Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "get", "deployment", "identityd", "-o",
            "jsonpath={.spec.template.spec.containers[0].image}");
}
