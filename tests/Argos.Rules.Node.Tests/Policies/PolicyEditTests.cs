using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Policies;

/// <summary>Policies as an operator edits them, with kubectl, on running replicas.</summary>
internal sealed class PolicyEditTests : NodeTest
{
    private const string Map = "own-rules";

    [Test]
    public async Task Edited_policy_is_active_in_both_replicas_and_a_broken_one_is_not_and_says_so()
    {
        await DeployAsync();
        var pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "edited", "web", Deadline);
        try
        {
            using var claimant = new Claimant(
                Claimant.Honest(pod, "web", await Pods.TokenAsync(SharedNode.Workloads, "web", pod, SampleNames.Audience, Deadline)));
            await WaitAsync(claimant.IsGrantedAsync, "a certificate by the stock policy");

            await ApplyPolicyAsync("return Deny(\"closed\");");
            await WaitStateAsync("active");
            foreach (var text in await DecisionsAsync(claimant)) Assert.That(text, Does.Contain("denied").And.Contain("closed"));

            await ApplyPolicyAsync("return Deny(\"closed\"");
            await WaitStateAsync("error");
            foreach (var text in await DecisionsAsync(claimant)) Assert.That(
                text, Does.Contain("closed"), "the last good version stays in force");
            var described = await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "describe", "configmap", Map);
            Assert.That(described, Does.Contain("own.csx").And.Contain("(1,").And.Contain("Events:").And.Contain("Warning"), described);

            await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "delete", "configmap", Map);
            await WaitAsync(async token => await AllGrantedAsync(claimant, token), "both replicas grant again");
        }
        finally
        {
            await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "delete", "configmap", Map, "--ignore-not-found");
            await Pods.DeleteAsync(SharedNode.Workloads, pod.Name, Deadline);
        }
    }

    /// <summary>What ZTS hears, often enough to meet both replicas: the Service picks one for each connection.</summary>
    private async Task<IReadOnlyList<string>> DecisionsAsync(Claimant claimant)
    {
        List<string> texts = [];
        for (var i = 0; i < 16; i++)
        {
            using var reply = await claimant.AskAsync(Deadline);
            texts.Add(reply.Granted ? "granted" : reply.Message);
        }
        return texts;
    }

    private static async Task<bool> AllGrantedAsync(Claimant claimant, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 16; i++)
        {
            if (!await claimant.IsGrantedAsync(cancellationToken)) return false;
        }
        return true;
    }

    private async Task ApplyPolicyAsync(string text)
    {
        var file = Path.Combine(Folder, "policy.yaml");
        await File.WriteAllTextAsync(file, $$$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{{Map}}}, namespace: {{{SampleNames.Namespace}}}, labels: {argos.athenz.io/policy: csharp}}
            data:
              own.csx: |
                {{{text}}}
            """, Deadline);
        await Kubectl.RunAsync(Deadline, "apply", "-f", file);
    }

    private async Task WaitStateAsync(string state)
    {
        foreach (var replica in await Pods.ReplicasAsync(Deadline))
            await WaitAsync(async _ => (string?)(await StatusAsync(Map, replica.Name))?["keys"]?["own.csx"]?["state"] == state,
                $"{replica.Name} says {state}: {await StatusAsync(Map, replica.Name)}");
    }
}
