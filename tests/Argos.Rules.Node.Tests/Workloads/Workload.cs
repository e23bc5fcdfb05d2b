using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Kubernetes;

namespace Argos.Rules.Node.Tests.Workloads;

/// <summary>A deployment to which the patches of <c>k8s/patch</c> give an identity, as their comments say.</summary>
internal sealed class Workload(Kubectl kubectl, string folder)
{
    private const string Manifest = $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, namespace: {{{SharedNode.Workloads}}}}
        spec:
          replicas: 0
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              serviceAccountName: api
              terminationGracePeriodSeconds: 1
              containers:
                - name: api
                  image: {{{NodeImages.Agent}}}
                  args: [--mode=watch]
                  env:
                    - {name: KEY_FILE, value: /var/run/athenz/service.key.pem}
                    - {name: CERT_FILE, value: /var/run/athenz/service.cert.pem}
        """;

    private const string Mount = """
        spec:
          template:
            spec:
              containers:
                - {name: api, volumeMounts: [{name: tls-certs, mountPath: /var/run/athenz, readOnly: true}]}
                - {name: sia, env: [{name: REFRESH_INTERVAL, value: "3"}]}
        """;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await kubectl.RunAsync(cancellationToken, "apply", "-f", await WriteAsync("api.yaml", Manifest, cancellationToken));
        var sia = (await File.ReadAllTextAsync(Path.Combine(Manifests.Folder, "patch", "sia.yaml"), cancellationToken))
            .Replace("athenz-sia:latest", NodeImages.Agent, StringComparison.Ordinal)
            .Replace("https://zts.athenz.example.com:4443/zts/v1", new Uri(SharedNode.Zts.Url, "/zts/v1").ToString(),
                StringComparison.Ordinal);
        await PatchAsync(await WriteAsync("sia.yaml", sia, cancellationToken), cancellationToken);
        await PatchAsync(Path.Combine(Manifests.Folder, "patch", "sia-private-ca.yaml"), cancellationToken);
        await PatchAsync(await WriteAsync("mount.yaml", Mount, cancellationToken), cancellationToken);
        await kubectl.RunAsync(cancellationToken, "-n", SharedNode.Workloads, "scale", "deployment", "api", "--replicas=1");
    }

    public Task RemoveAsync(CancellationToken cancellationToken) =>
        kubectl.RunAsync(cancellationToken, "-n", SharedNode.Workloads, "delete", "deployment", "api", "--ignore-not-found", "--wait");

    private Task<string> PatchAsync(string file, CancellationToken cancellationToken) =>
        kubectl.RunAsync(cancellationToken, "-n", SharedNode.Workloads, "patch", "deployment", "api", "--patch-file", file);

    private async Task<string> WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, name);
        await File.WriteAllTextAsync(file, text, cancellationToken);
        return file;
    }
}
