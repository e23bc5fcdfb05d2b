using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Kubernetes.KubeConfigs;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Mgmt.Tests.Kubernetes.KubeConfigs;

/// <summary>Files: several of them, relative names in them, and what is not there.</summary>
public sealed class KubeConfigFilesTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argos-kubeconfig-").FullName;

    [TearDown]
    public void Clean()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
    }

    [Test]
    public void First_file_to_name_something_wins_and_paths_start_at_their_own_file()
    {
        using var authority = new TestAuthority();
        Directory.CreateDirectory(Path.Combine(_folder, "b"));
        authority.WriteTo(Path.Combine(_folder, "b"));
        var first = Write("a", """
            contexts: [{name: x, context: {cluster: c, user: u}}]
            users: [{name: u, user: {token: first}}]
            """);
        var second = Write("b/config", """
            current-context: x
            clusters: [{name: c, cluster: {server: "https://second", certificate-authority: ca.crt}}]
            users: [{name: u, user: {tokenFile: nowhere, as: somebody}}]
            contexts: [{name: x, context: {cluster: other, namespace: other}}]
            """);
        var third = Write("c", """
            current-context: other
            clusters: [{name: c, cluster: {server: "https://third"}}]
            """);

        var access = KubeConfigReader.ReadList($"{first}::{_folder}/nowhere:{second}:{first}:{third}", "");

        Assert.That(access.Server, Is.EqualTo(new Uri("https://second/")));
        Assert.That(access.Token!.Read(), Is.EqualTo("first"));
        Assert.That(access.Headers, Is.Empty);
        Assert.That(access.Namespace, Is.EqualTo("default"));
        Assert.That(access.Authority!.Read(), Is.EqualTo(authority.CertificatePem));
    }

    [Test]
    public void List_without_a_file_that_is_there_is_refused()
    {
        Assert.That(
            () => KubeConfigReader.ReadList($"{_folder}/a:{_folder}/b", ""),
            Throws.TypeOf<ClusterConfigException>().With.Message.StartsWith("there is no file of `KUBECONFIG`"));
    }

    [Test]
    public void Broken_file_of_a_list_is_named()
    {
        var good = Write("a", "current-context: x");
        var bad = Write("b", "users: [");

        Assert.That(
            () => KubeConfigReader.ReadList($"{good}:{bad}", ""),
            Throws.TypeOf<ClusterConfigException>().With.Message.StartsWith($"kubeconfig `{bad}`: it is not YAML at line "));
    }

    [TestCase("certificate-authority: nowhere.crt", "token: t",
        "cluster `c`: `certificate-authority`: `FOLDER/nowhere.crt` cannot be read")]
    [TestCase("certificate-authority-data: Q0E=", "token: t",
        "cluster `c`: `certificate-authority`: `(given by value)` holds no certificate")]
    [TestCase("disable-compression: true", "tokenFile: nowhere", "user `u`: Could not find file 'FOLDER/nowhere'")]
    [TestCase("disable-compression: true", "client-certificate: nowhere, client-key-data: S0VZ",
        "user `u`: the client certificate `FOLDER/nowhere` with the key `(given by value)` cannot be used")]
    public void What_is_named_must_be_there(string cluster, string user, string expected)
    {
        var file = Write("config", $$"""
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u} }]
            clusters: [{name: c, cluster: {server: "https://h", {{cluster}} } }]
            users: [{name: u, user: { {{user}} } }]
            """);

        Assert.That(
            () => KubeConfigReader.ReadFile(file, ""),
            Throws.TypeOf<ClusterConfigException>().With.Message.StartsWith($"kubeconfig `{file}`, ")
                .And.Message.Contains(expected.Replace("FOLDER", _folder, StringComparison.Ordinal)));
    }

    [Test]
    public void File_that_cannot_be_read_is_one_line()
    {
        // A folder, because nothing is unreadable for root.
        Assert.That(
            () => KubeConfigReader.ReadFile(_folder, ""),
            Throws.TypeOf<ClusterConfigException>().With.Message.StartsWith($"kubeconfig `{_folder}` cannot be read: ")
                .And.Message.Not.Contains("\n"));
    }

    [Test]
    public void Byte_order_mark_is_passed_over()
    {
        var file = Write(
            "config",
            "\ufeffcurrent-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'http://h'}}]");

        Assert.That(KubeConfigReader.ReadFile(file, "").Server, Is.EqualTo(new Uri("http://h/")));
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
