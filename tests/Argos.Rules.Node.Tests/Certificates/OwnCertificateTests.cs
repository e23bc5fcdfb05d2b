using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Certificates;

/// <summary>The component <c>own-certificate</c>: each replica obtains the provider's certificate from ZTS with the registered service key.</summary>
internal sealed class OwnCertificateTests : NodeTest
{
    [Test]
    public async Task Replicas_obtain_their_certificate_and_serve_zts_with_it()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "service.key"), SharedNode.ServiceKey, Deadline);
        await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "create", "secret", "generic", "identityd-service-key",
            $"--from-file={Path.Combine(Folder, "service.key")}", $"--from-file={Path.Combine(SharedNode.Certificates, "ca.crt")}");
        var pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "certified", "web", Deadline);
        try
        {
            await DeployAsync(["own-certificate"], $$"""
                - patch: |-
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: identityd, namespace: argos}
                    spec:
                      template:
                        spec:
                          containers:
                            - name: engine
                              env:
                                - {name: ARGOS_Certificates__ZtsUrl, value: "{{new Uri(SharedNode.Zts.Url, "/zts/v1")}}"}
                """);

            foreach (var replica in await Pods.ReplicasAsync(Deadline))
            {
                var log = await LogAsync(replica.Name, "engine");
                Assert.That(log, Does.Contain("Certificate obtained"));
                Assert.That(log, Does.Not.Contain(SharedNode.ServiceKey.Split('\n')[1]), "the key stays out of the log");
            }
            using var claimant = new Claimant(
                Claimant.Honest(pod, "web", await Pods.TokenAsync(SharedNode.Workloads, "web", pod, SampleNames.Audience, Deadline)));
            await WaitAsync(claimant.IsGrantedAsync, "a certificate by a provider with its own one");
        }
        finally
        {
            await Pods.DeleteAsync(SharedNode.Workloads, pod.Name, Deadline);
            await ApplyAsync();
            await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "delete", "secret", "identityd-service-key");
        }
    }
}
