using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Kubernetes;

public sealed class InClusterAccessTests
{
    [Test]
    public void In_cluster_credentials_that_are_not_there_are_refused()
    {
        Assert.That(() => InClusterAccess.Read("/nowhere", static _ => "10.0.0.1"), Throws.TypeOf<ClusterConfigException>());
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
