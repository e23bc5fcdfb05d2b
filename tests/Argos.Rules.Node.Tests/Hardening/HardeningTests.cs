using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Hardening;

/// <summary>What the manifests promise of the containers, read from the running processes.</summary>
internal sealed class HardeningTests : NodeTest
{
    private static readonly (string Container, string Assembly, long Limit)[] Containers =
        [("engine", "argos-engine.dll", 1536L << 20), ("mgmt", "argos-mgmt.dll", 512L << 20)];

    [Test]
    public async Task Containers_have_no_more_than_the_manifests_say_and_live_within_it()
    {
        await DeployAsync();
        var replicas = await Pods.ReplicasAsync(Deadline);
        Assert.That(replicas, Has.Length.EqualTo(2));
        foreach (var replica in replicas)
        {
            foreach (var (container, assembly, limit) in Containers) Check(replica, container, assembly, limit);
            Assert.That(HostProcess.All(replica.Uid).Select(static process => process.Status.GetValueOrDefault("Uid", "").Split('\t')[0])
                .Where(static user => user is not ("1654" or "65535" or "0")), Is.Empty);
            Assert.That(await LogAsync(replica.Name, "engine"), Does.Not.Contain("Cache of compiled policies cannot be read"),
                "the image holds the stock policies compiled, for the user that it runs as");
        }
        // The probes have looked again and again by now: nothing was started twice.
        Assert.That((await Pods.ReplicasAsync(Deadline)).SelectMany(static replica => replica.Restarts.Values), Has.All.Zero);
    }

    [Test]
    public async Task Policies_are_compiled_and_tried_within_the_memory_of_the_container()
    {
        await DeployAsync();
        // Texts that no image has compiled: the compiler and the trial process run beside the engine.
        for (var i = 0; i < 3; i++) await EditAsync(i);
        try
        {
            var replicas = await Pods.ReplicasAsync(Deadline);
            foreach (var replica in replicas)
            {
                await WaitAsync(async _ => (string?)(await StatusAsync("own-policies", replica.Name))?["state"] == "active",
                    "the policies are in force");
                var engine = HostProcess.Of(replica.Uid, "argos-engine.dll");
                await TestContext.Out.WriteLineAsync(
                    $"{replica.Name}: engine's container held at most {engine.Memory("memory.max_usage_in_bytes") >> 20} MiB, "
                    + $"mgmt's {HostProcess.Of(replica.Uid, "argos-mgmt.dll").Memory("memory.max_usage_in_bytes") >> 20} MiB");
                Assert.That(engine.Memory("memory.failcnt"), Is.Zero, "the limit was never met");
            }
            Assert.That((await Pods.ReplicasAsync(Deadline)).SelectMany(static replica => replica.Restarts.Values), Has.All.Zero);
        }
        finally
        {
            await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "delete", "configmap", "own-policies", "--ignore-not-found");
        }
    }

    private async Task EditAsync(int number)
    {
        var policy = (await File.ReadAllTextAsync(Path.Combine(Manifests.Folder, "..", "policies", "kubernetes", "policy.csx"), Deadline))
            + $"// {number}\n";
        var file = Path.Combine(Folder, "own.csx");
        await File.WriteAllTextAsync(file, policy, Deadline);
        var map = await Kubectl.RunAsync(
            Deadline, "-n", SampleNames.Namespace, "create", "configmap", "own-policies", $"--from-file={file}", "--dry-run=client", "-o",
            "yaml");
        var manifest = Path.Combine(Folder, "own.yaml");
        await File.WriteAllTextAsync(manifest, map + "  labels: {argos.athenz.io/policy: csharp}\n", Deadline);
        await Kubectl.RunAsync(Deadline, "apply", "-f", manifest);
    }

    private static void Check(PodView replica, string container, string assembly, long limit)
    {
        var process = HostProcess.Of(replica.Uid, assembly);
        var status = process.Status;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status["Uid"].Split('\t'), Has.All.EqualTo("1654"), $"{container}: user");
            Assert.That(status["Gid"].Split('\t'), Has.All.EqualTo("1654"), $"{container}: group");
            Assert.That(status["CapEff"].TrimStart('0'), Is.Empty, $"{container}: no capability");
            Assert.That(status["CapBnd"].TrimStart('0'), Is.Empty, $"{container}: none to be had either");
            Assert.That(status["NoNewPrivs"], Is.EqualTo("1"), $"{container}: no new privileges");
            Assert.That(status["Seccomp"], Is.EqualTo("2"), $"{container}: filtered system calls");
            Assert.That(process.Mounts["/"].Split(','), Does.Contain("ro"), $"{container}: the root is read-only");
            Assert.That(process.Memory("memory.limit_in_bytes"), Is.EqualTo(limit), $"{container}: memory limit");
            Assert.That(process.ResidentBytes, Is.LessThan(limit / 2), $"{container}: memory");
            Assert.That(process.Mounts.ContainsKey("/var/run/secrets/kubernetes.io/serviceaccount"), Is.EqualTo(container == "mgmt"),
                $"{container}: credential of the cluster");
        }
    }
}
