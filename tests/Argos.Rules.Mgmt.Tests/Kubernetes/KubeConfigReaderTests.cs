using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Kubernetes;

public sealed class KubeConfigReaderTests
{
    private const string Config = """
        apiVersion: v1
        kind: Config
        current-context: one
        contexts:
        - {name: one, context: {cluster: c1, user: token, namespace: home}}
        - {name: two, context: {cluster: c2, user: cert}}
        - {name: three, context: {cluster: c1, user: plugin}}
        - {name: four, context: {cluster: nowhere, user: token}}
        clusters:
        - {name: c1, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: Q0E=, certificate-authority: ca.crt}}
        - {name: c2, cluster: {server: "https://example/base", insecure-skip-tls-verify: true, tls-server-name: kubernetes}}
        users:
        - {name: token, user: {token: t, tokenFile: token.txt}}
        - {name: cert, user: {client-certificate: cert.pem, client-key-data: S0VZ}}
        - {name: plugin, user: {exec: {command: aws}}}
        """;

    [Test]
    public void Current_context_is_used()
    {
        var access = KubeConfigReader.Read(Config, "/folder", "");

        Assert.That(access.Server, Is.EqualTo(new Uri("https://127.0.0.1:6443/")));
        Assert.That(access.Namespace, Is.EqualTo("home"));
        Assert.That(access.Authority!.Read(), Is.EqualTo("CA"));
        Assert.That(access.Token!.ToString(), Is.EqualTo("/folder/token.txt"));
        Assert.That(access.Insecure, Is.False);
    }

    [Test]
    public void Named_context_is_used()
    {
        var access = KubeConfigReader.Read(Config, "/folder", "two");

        Assert.That(access.Server, Is.EqualTo(new Uri("https://example/base/")));
        Assert.That(access.Namespace, Is.EqualTo("default"));
        Assert.That(access.Insecure);
        Assert.That(access.ServerName, Is.EqualTo("kubernetes"));
        Assert.That(access.ClientKey!.Read(), Is.EqualTo("KEY"));
        Assert.That(access.ClientKey.ToString(), Does.Not.Contain("KEY"));
    }

    [TestCase(Config, "three", "`exec`")]
    [TestCase(Config, "four", "`nowhere`")]
    [TestCase(Config, "five", "`five`")]
    [TestCase("a: [", "", "line")]
    [TestCase("- a", "", "not a kubeconfig")]
    [TestCase("a: b", "", "ARGOS_SOURCE__CONTEXT")]
    public void Config_that_cannot_be_used_is_refused(string text, string context, string expected)
    {
        Assert.That(() => KubeConfigReader.Read(text, "/", context), Throws.TypeOf<AccessException>().With.Message.Contains(expected));
    }

    [Test]
    public void In_cluster_credentials_that_are_not_there_are_refused()
    {
        Assert.That(() => InClusterAccess.Read("/nowhere", static _ => "10.0.0.1"), Throws.TypeOf<AccessException>());
    }

    [Test]
    public void In_cluster_credentials_are_files_that_can_rotate()
    {
        var folder = Directory.CreateTempSubdirectory("argos-mgmt-").FullName;
        File.WriteAllText(Path.Combine(folder, "token"), "first");
        File.WriteAllText(Path.Combine(folder, "namespace"), "athenz\n");

        var access = InClusterAccess.Read(folder, static name => name == "KUBERNETES_SERVICE_HOST" ? "fd00::1" : null);
        File.WriteAllText(Path.Combine(folder, "token"), "second");

        Assert.That(access.Server, Is.EqualTo(new Uri("https://[fd00::1]:443/")));
        Assert.That(access.Namespace, Is.EqualTo("athenz"));
        Assert.That(access.Token!.Read(), Is.EqualTo("second"));
        Directory.Delete(folder, recursive: true);
    }
}
