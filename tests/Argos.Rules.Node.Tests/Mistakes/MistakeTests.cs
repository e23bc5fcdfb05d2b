using System.Text.Json.Nodes;
using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Node.Tests.Mistakes;

/// <summary>What goes wrong in a first installation is visible with kubectl, in one line that says what to do.</summary>
internal sealed class MistakeTests : NodeTest
{
    /// <summary>Where the kubelet looks for profiles of system calls.</summary>
    private const string Profiles = "/var/lib/kubelet/seccomp";

    /// <summary>A kernel that was started with <c>ipv6.disable=1</c>: there is no such family of addresses (error 97, family 10).</summary>
    private const string NoIpv6 = """
        {
          "defaultAction": "SCMP_ACT_ALLOW",
          "syscalls": [{
            "names": ["socket"], "action": "SCMP_ACT_ERRNO", "errnoRet": 97,
            "args": [{"index": 0, "value": 10, "op": "SCMP_CMP_EQ"}]
          }]
        }
        """;

    [Test]
    public async Task Missing_secret_is_an_event_of_the_pod()
    {
        await DeployAsync();
        await ApplyAsync(patches: """
            - target: {kind: Deployment, name: identityd}
              patch: |-
                - {op: replace, path: /spec/template/spec/volumes/0/secret/secretName, value: not-there}
            """);
        var replica = await NewReplicaAsync();

        await WaitLineAsync(() => Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "describe", "pod", replica), "not-there",
            "not found");
    }

    [Test]
    public async Task Engine_without_its_compiler_says_so_and_is_not_ready()
    {
        var image = await NodeImages.AddWithoutCompilerAsync(SharedNode.PublishedEngine, Folder, Deadline);
        await DeployAsync();
        await ApplyAsync(patches: $$"""
            - target: {kind: Deployment, name: identityd}
              patch: |-
                - {op: replace, path: /spec/template/spec/containers/0/image, value: {{image}}}
            """);
        var replica = await NewReplicaAsync();

        // The runtime's own words where the program cannot even begin, ours where the compiler cannot.
        await WaitAsync(
            async _ => (await Kubectl.TryAsync(Deadline, "-n", SampleNames.Namespace, "logs", replica, "-c", "engine")).Output.Split('\n')
                .Any(static line => line.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal)
                    || line.Contains("Compiler cannot be used", StringComparison.Ordinal)),
            "the log names what is missing");
        Assert.That((await Pods.ReplicasAsync(Deadline)).Single(one => one.Name == replica).Ready, Is.False);
    }

    [Test]
    public async Task Wrong_setting_ends_the_container_with_its_name()
    {
        await DeployAsync();
        await ApplyAsync(patches: """
            - target: {kind: Deployment, name: identityd}
              patch: |-
                - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: ARGOS_Callback__Lissten, value: "[::]:4443"}}
            """);
        var replica = await NewReplicaAsync();

        await WaitLineAsync(async () => (await Kubectl.TryAsync(Deadline, "-n", SampleNames.Namespace, "logs", replica, "-c", "engine"))
            .Output, "Lissten", "Callback:Listen");
    }

    [Test]
    public async Task Wrong_audience_and_wrong_clock_are_named_to_the_agent_and_in_the_log()
    {
        await DeployAsync();
        var pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "mistaken", "web", Deadline);
        using var right = await ClaimAsync(pod);
        await WaitAsync(right.IsGrantedAsync, "the right token is taken");

        var audience = await RefusedAsync(right, await Pods.TokenAsync(SharedNode.Workloads, "web", pod, "other", Deadline));
        var early = await RefusedAsync(right, await MintAsync(pod, TimeSpan.FromHours(1)));
        var late = await RefusedAsync(right, await MintAsync(pod, TimeSpan.FromHours(-2)));

        Assert.That(audience, Does.Contain("token-audience"));
        Assert.That(early, Does.Contain("token-"));
        Assert.That(late, Does.Contain("token-expired"));
    }

    [Test]
    public async Task Config_map_as_large_as_they_come_is_refused_by_name()
    {
        await DeployAsync();
        var map = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "large", ["labels"] = new JsonObject { ["argos.athenz.io/policy"] = "csharp" } },
            ["data"] = new JsonObject { ["large.csx"] = "return Allow(); //" + new string('x', 1_040_000) },
        };
        await Api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{SampleNames.Namespace}/configmaps", map, Deadline);
        try
        {
            var replica = (await Pods.ReplicasAsync(Deadline))[0];
            await WaitAsync(async _ => (string?)(await StatusAsync("large", replica.Name))?["keys"]?["large.csx"]?["state"] == "error",
                "the policy is refused");
            await WaitLineAsync(() => Kubectl.RunAsync(
                Deadline, "-n", SampleNames.Namespace, "get", "events", "--field-selector=involvedObject.name=large"), "large.csx",
                "bytes");
            Assert.That(await Pods.AreReadyAsync(Deadline), Is.True, "the other policies go on");
        }
        finally
        {
            await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "delete", "configmap", "large");
        }
    }

    [Test]
    public async Task Node_without_ipv6_is_served_on_ipv4_and_the_log_says_so()
    {
        var profile = Path.Combine(Directory.CreateDirectory(Profiles).FullName, "argos-no-ipv6.json");
        await File.WriteAllTextAsync(profile, NoIpv6, Deadline);
        try
        {
            await DeployAsync(patches: """
                - target: {kind: Deployment, name: identityd}
                  patch: |-
                    - op: replace
                      path: /spec/template/spec/securityContext/seccompProfile
                      value: {type: Localhost, localhostProfile: argos-no-ipv6.json}
                """);
            var replica = (await Pods.ReplicasAsync(Deadline))[0];
            await WaitLineAsync(() => LogAsync(replica.Name, "engine"), "Listening on", "0.0.0.0:4443", "0.0.0.0:8282");
            await WaitLineAsync(() => LogAsync(replica.Name, "mgmt"), "Listening on", "0.0.0.0:8283");

            using var claimant = await ClaimAsync(await Pods.CreateIdleAsync(SharedNode.Workloads, "old-network", "web", Deadline));
            await WaitAsync(claimant.IsGrantedAsync, "a certificate");
        }
        finally
        {
            File.Delete(profile);
        }
    }

    /// <summary>A token by the cluster's own key, from an API server whose clock is off.</summary>
    private static async Task<string> MintAsync(PodView pod, TimeSpan offset)
    {
        using var mint = new TokenMint(
            key: TokenKey.FromRsaPem(await File.ReadAllTextAsync(Path.Combine(SharedNode.Node.Folder, "sa.key"))));
        return mint.Mint(new ServiceAccountToken
        {
            Namespace = SharedNode.Workloads,
            ServiceAccount = "web",
            PodName = pod.Name,
            PodUid = pod.Uid,
            Age = -offset
        });
    }

    private async Task<string> RefusedAsync(Claimant right, string token)
    {
        using var reply = await right.AskAsync(right.Identity with { Token = token }, Deadline);
        Assert.That(reply.Granted, Is.False);
        return reply.Message;
    }

    private async Task<string> NewReplicaAsync()
    {
        var name = "";
        await WaitAsync(async token => (
            name = (await Pods.ReplicasAsync(token)).FirstOrDefault(static replica => !replica.Ready)?.Name ?? "").Length > 0,
            "a new replica");
        return name;
    }

    /// <summary>Waits for one line that has all of these.</summary>
    private Task WaitLineAsync(Func<Task<string>> read, params string[] parts) => WaitAsync(
        async _ => (await read()).Split('\n').Any(line => parts.All(part => line.Contains(part, StringComparison.OrdinalIgnoreCase))),
            $"a line with {string.Join(", ", parts)}");
}
