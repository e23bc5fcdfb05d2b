using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>The credentials that Kubernetes mounts into a pod.</summary>
internal static class InClusterAccess
{
    /// <summary>Where they are mounted.</summary>
    public const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Reads them.</summary>
    /// <param name="folder">Normally <see cref="Folder"/>.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    public static ClusterAccess Read(string folder, Func<string, string?> environment)
    {
        var token = Path.Combine(folder, "token");
        if (environment("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || !File.Exists(token))
            throw new ClusterConfigException(
                "there are no in-cluster credentials; run in a pod with a service account token, or set `Source:Kubeconfig` "
                + "(`ARGOS_SOURCE__KUBECONFIG`)");
        var port = environment("KUBERNETES_SERVICE_PORT") is { Length: > 0 } given ? given : "443";
        var name = Path.Combine(folder, "namespace");
        return new ClusterAccess
        {
            Server = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}/"),
            Namespace = File.Exists(name) ? File.ReadAllText(name).Trim() : "default",
            Authority = SecretSource.FromFile(Path.Combine(folder, "ca.crt")),
            Token = SecretSource.FromFile(token),
        };
    }
}
