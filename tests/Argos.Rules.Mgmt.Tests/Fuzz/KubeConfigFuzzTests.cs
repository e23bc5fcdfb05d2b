using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.KubeConfigs;
using Argos.Rules.TestKit.Fuzz;

namespace Argos.Rules.Mgmt.Tests.Fuzz;

/// <summary>Kubeconfigs: read, or refused in one line that quotes no secret; what is honoured never trusts more than it says.</summary>
[Category("Long")]
public sealed class KubeConfigFuzzTests
{
    private const string Secret = "s3cr3t-t0k3n-0f-a-us3r";

    private static readonly string[] Seeds =
    [
        $$$"""
        apiVersion: v1
        kind: Config
        current-context: one
        contexts:
        - {name: one, context: {cluster: c1, user: u1, namespace: home}}
        clusters:
        - {name: c1, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: Q0E=, tls-server-name: kubernetes}}
        users:
        - {name: u1, user: {token: {{{Secret}}} , as: somebody, as-groups: [a, b]}}
        """,
        $$$"""
        {"current-context":"a","contexts":[{"name":"a","context":{"cluster":"b","user":"c"}}],
        "clusters":[{"name":"b","cluster":{"server":"https://h/x","proxy-url":"http://u:{{{Secret}}}@p:1"}}],
        "users":[{"name":"c","user":{"username":"u","password":"{{{Secret}}}"}}]}
        """,
        """
        current-context: a
        contexts: [{name: a, context: {cluster: a, user: a}}]
        clusters: [{name: a, cluster: {server: "https://h", insecure-skip-tls-verify: true}}]
        users: [{name: a, user: {client-certificate-data: QQ==, client-key-data: QQ==}}]
        """,
    ];

    private static readonly string[] Words =
    [
        "server: ", "https://", "http://u:p@h", "[::1]", "%zz", "&a ", "*a", "<<: *a", "!!binary ", "|\n", ">-\n", "---\n", "...\n", "? ",
        "{", "[", "exec: {command: a}", "auth-provider: ", "insecure-skip-tls-verify: yes",
        "certificate-authority: ../../etc/passwd", "tokenFile: /etc/passwd", "proxy-url: ", "as-user-extra: {a: [b]}", "Q0E",
        "\\uFFFFFFFF", "!<%C0%80>", "\t", "current-context: ",
    ];

    [Test]
    public void Kubeconfig_is_read_or_refused() => FuzzRuns.Try("kubeconfig", Seeds, Words, static text =>
    {
        try
        {
            var access = KubeConfigReader.Read(text, "/folder/config", "");

            Assert.That(access.Server.Scheme, Is.AnyOf("https", "http"));
            if (access.Insecure) Assert.That(text, Does.Contain("insecure-skip-tls-verify"));
        }
        catch (ClusterConfigException refused)
        {
            Assert.That(refused.Message, Does.Not.Contain("\n"));
            if (IsSecret(text)) Assert.That(refused.Message, Does.Not.Contain(Secret));
        }
    });

    /// <summary>Whether the secret stands only where secrets stand: an edit may have made a name of it.</summary>
    private static bool IsSecret(string text) =>
        !text.Replace($"token: {Secret}", "", StringComparison.Ordinal).Replace($"\"password\":\"{Secret}\"", "", StringComparison.Ordinal)
            .Replace($"http://u:{Secret}@", "", StringComparison.Ordinal).Contains(Secret, StringComparison.Ordinal);
}
