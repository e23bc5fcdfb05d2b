using System.Text.Json.Nodes;
using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Outages;

/// <summary>Parts of the running provider are ended under its feet: nobody gets a wrong yes meanwhile, and it comes back by itself.</summary>
internal sealed class OutageTests : NodeTest
{
    private PodView _pod = null!;
    private Claimant _honest = null!;
    private Claimant _stranger = null!;

    [SetUp]
    public async Task DeployAndClaimAsync()
    {
        await DeployAsync();
        _pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "outage", "web", Deadline);
        var gone = await Pods.CreateIdleAsync(SharedNode.Workloads, "outage-gone", "web", Deadline);
        _honest = new Claimant(Claimant.Honest(
            _pod, "web", await Pods.TokenAsync(SharedNode.Workloads, "web", _pod, SampleNames.Audience, Deadline)));
        _stranger = new Claimant(Claimant.Honest(
            gone, "web", await Pods.TokenAsync(SharedNode.Workloads, "web", gone, SampleNames.Audience, Deadline)));
        await WaitAsync(_stranger.IsGrantedAsync, "the pod that will be gone had an identity");
        await Pods.DeleteAsync(SharedNode.Workloads, gone.Name, Deadline);
        await WaitAsync(async token => !await _stranger.IsGrantedAsync(token), "the pod that is gone has none");
        await WaitAsync(_honest.IsGrantedAsync, "the other one has one");
    }

    [TearDown]
    public async Task RemoveAsync()
    {
        if (_pod is null) return;
        _honest.Dispose();
        _stranger.Dispose();
        await Kubectl.RunAsync(CancellationToken.None, "-n", SharedNode.Workloads, "delete", "pod", "outage", "outage-gone",
            "--ignore-not-found");
    }

    [TestCase("engine", "argos-engine.dll")]
    [TestCase("mgmt", "argos-mgmt.dll")]
    public async Task Killed_container_comes_back_and_grants_nothing_wrong(string container, string assembly)
    {
        await using var witness = new Witness(_stranger);
        var before = await Pods.ReplicasAsync(Deadline);
        var restarts = before.Sum(replica => replica.Restarts[container]);
        foreach (var replica in before) HostProcess.Of(replica.Uid, assembly).Kill();

        await WaitAsync(async token => (await Pods.ReplicasAsync(token)).Sum(replica => replica.Restarts[container]) == restarts + 2,
            "both containers were started again");
        await WaitAsync(Pods.AreReadyAsync, "both replicas are ready again");
        await WaitAsync(_honest.IsGrantedAsync, "the certificate is given again");

        await CheckAsync(witness);
        Assert.That((await Pods.ReplicasAsync(Deadline)).Select(static replica => replica.Uid),
            Is.EquivalentTo(before.Select(static replica => replica.Uid)), "no pod was replaced");
    }

    [Test]
    public async Task Evicted_replica_is_replaced_and_nothing_wrong_is_granted()
    {
        await using var witness = new Witness(_stranger);
        var evicted = (await Pods.ReplicasAsync(Deadline))[0];
        await Api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{SampleNames.Namespace}/pods/{evicted.Name}/eviction", new JsonObject
        {
            ["apiVersion"] = "policy/v1beta1",
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = evicted.Name, ["namespace"] = SampleNames.Namespace },
        }, Deadline);

        await WaitAsync(async token => (await Pods.ReplicasAsync(token)).All(replica => replica.Uid != evicted.Uid)
            && await Pods.AreReadyAsync(token), "two other replicas are ready");
        await WaitAsync(_honest.IsGrantedAsync, "the certificate is given");

        await CheckAsync(witness);
    }

    [Test]
    public async Task Restarted_api_server_changes_no_decision()
    {
        await using var witness = new Witness(_stranger);
        var restarts = await RestartsAsync();
        await SharedNode.Node.KillApiServerAsync();
        await SharedNode.Node.UpAsync(Deadline);

        await WaitAsync(Pods.AreReadyAsync, "both replicas are ready");
        await WaitAsync(_honest.IsGrantedAsync, "the certificate is given");
        // What happens after the outage is seen: mgmt watches again.
        await Pods.DeleteAsync(SharedNode.Workloads, _pod.Name, Deadline);
        await WaitAsync(async token => !await _honest.IsGrantedAsync(token), "a pod that ends now loses its identity");

        await CheckAsync(witness);
        Assert.That(await RestartsAsync(), Is.EqualTo(restarts), "no container was started again");
    }

    private async Task<int> RestartsAsync() =>
        (await Pods.ReplicasAsync(Deadline)).SelectMany(static replica => replica.Restarts.Values).Sum();

    private static async Task CheckAsync(Witness witness)
    {
        await witness.StopAsync();
        Assert.That(witness.Granted, Is.Zero, "a pod that is gone got a certificate");
        Assert.That(witness.Refusals, Is.Not.Empty);
    }
}
