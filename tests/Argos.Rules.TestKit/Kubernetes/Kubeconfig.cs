using System.Text;

namespace Argos.Rules.TestKit.Kubernetes;

/// <summary>Kubeconfig files.</summary>
public static class Kubeconfig
{
    /// <summary>One cluster, one user with a token, one context.</summary>
    public static string Write(Uri server, string? authorityPem, string token, string @namespace = "default")
    {
        var trust = authorityPem is null ? "" : $", certificate-authority-data: \"{Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem))}\"";
        return $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters:
            - name: test
              cluster: {server: "{{server.GetLeftPart(UriPartial.Authority)}}"{{trust}} }
            users:
            - name: admin
              user: {token: "{{token}}" }
            contexts:
            - name: test
              context: {cluster: test, user: admin, namespace: "{{@namespace}}" }

            """;
    }
}
