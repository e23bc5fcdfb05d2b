using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Story;

internal sealed class PodStoryTests : SystemTest
{
    [Test]
    public async Task Story_comes_out_as_told_with_a_directory()
    {
        using var mint = new TokenMint();

        await ReportAsync(new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System));
    }

    [Test]
    public async Task Story_comes_out_as_told_with_a_kubernetes_api()
    {
        await using var server = await FakeApiServer.StartAsync(Deadline);
        using var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);

        await ReportAsync(new ApiCluster(api, server.WriteKubeconfig(Path.Combine(Folder, "kubeconfig")), server.Mint, TimeProvider.System));
    }

    [Test]
    public async Task Story_comes_out_as_told_with_a_real_kube_apiserver()
    {
        if (RealApiServer.Missing is { } missing) Assert.Ignore(missing);
        await using var server = await RealApiServer.StartAsync(Deadline);
        using var api = new ClusterApi(server.Url, RealApiServer.AdminToken, server.AuthorityPem);
        using var mint = server.Mint();

        await ReportAsync(new ApiCluster(api, server.Kubeconfig, mint, TimeProvider.System));
    }

    [Test]
    public async Task Demo_ends_well_when_every_step_came_out_as_told()
    {
        var demo = Path.Combine(BuiltOutput.Root, "tests", "Argos.Rules.Demo", "bin", BuiltOutput.Configuration, "net10.0", "argos-demo.dll");
        Assert.That(demo, Does.Exist, "build the solution first");

        await using var process = ChildProcess.StartDotnet("demo", demo, ["--once"], Folder);

        Assert.That(await process.WaitForExitAsync(Deadline), Is.Zero, process.Log.ToString());
        Assert.That(process.Log.ToString(), Does.Contain("media.sports.api"));
    }
}
