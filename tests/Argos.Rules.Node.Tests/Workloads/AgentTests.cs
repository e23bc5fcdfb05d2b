using Argos.Rules.Node.Tests.Shared;

namespace Argos.Rules.Node.Tests.Workloads;

/// <summary>The whole way: a patched workload gets its certificate from ZTS, its own container finds it, and it is kept fresh.</summary>
internal sealed class AgentTests : NodeTest
{
    [Test]
    public async Task Patched_workload_gets_mounts_and_refreshes_its_certificate_until_it_is_gone()
    {
        await DeployAsync();
        var workload = new Workload(Kubectl, Folder);
        await workload.StartAsync(Deadline);
        try
        {
            await WaitRolledOutAsync("api", SharedNode.Workloads);
            var pod = (await Pods.OfAsync(SharedNode.Workloads, "app=api", Deadline)).Single();

            await WaitAsync(async _ => (await CertificatesAsync(pod)).Length >= 3,
                "a first certificate and two refreshes in the workload's own container");

            var seen = await CertificatesAsync(pod);
            Assert.That(seen, Has.All.StartsWith("certificate media.sports.api "));
            Assert.That(seen, Is.Unique);
            Assert.That(await LogAsync(pod.Name, "sia-init", SharedNode.Workloads), Does.Contain("registered").And.Not.Contain("refused"));
            Assert.That(await LogAsync(pod.Name, "sia", SharedNode.Workloads), Does.Contain("refreshed").And.Not.Contain("refused"));
            await CheckStolenAsync(pod);
        }
        finally
        {
            await workload.RemoveAsync(Deadline);
        }
    }

    /// <summary>The token that the kubelet gave the pod, outside of it and after it.</summary>
    private async Task CheckStolenAsync(PodView pod)
    {
        var token = (await Kubectl.RunAsync(
            Deadline, "-n", SharedNode.Workloads, "exec", pod.Name, "-c", "sia", "--", "/usr/bin/dotnet", "/app/fake-sia.dll",
            "--mode=token")).Trim();
        using var claimant = new Claimant(Claimant.Honest(pod, "api", token));
        Assert.That(await claimant.IsGrantedAsync(Deadline), Is.True, "the pod itself may");
        using (var stranger = await claimant.AskAsync(claimant.Identity with { Address = "10.88.0.250" }, Deadline)) Assert.That(
            stranger.Granted, Is.False, "from another address");

        await Kubectl.RunAsync(Deadline, "-n", SharedNode.Workloads, "delete", "deployment", "api", "--wait");
        await Pods.DeleteAsync(SharedNode.Workloads, pod.Name, Deadline);

        await WaitAsync(async token => !await claimant.IsGrantedAsync(token), "the token of a pod that is gone is refused");
    }

    private async Task<string[]> CertificatesAsync(PodView pod) =>
        [.. (await LogAsync(pod.Name, "api", SharedNode.Workloads)).Split('\n').Select(static line => line.Trim())
            .Where(static line => line.StartsWith("certificate ", StringComparison.Ordinal))];
}
