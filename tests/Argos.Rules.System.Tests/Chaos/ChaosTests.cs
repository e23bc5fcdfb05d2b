using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.System.Tests.Chaos;

/// <summary>Two real processes and a real kube-apiserver, which are killed, paused and started again while ZTS asks all the time.</summary>
internal sealed class ChaosTests : SystemTest
{
    /// <summary>After the kill of a process the other is left alone for so long: the steps of a synchronisation lie in the first second.</summary>
    private static readonly int[] Moments = [0, 60, 150, 350, 800];

    private StoryStage _stage = null!;
    private ApiCluster _cluster = null!;
    private int _pods;

    [Test]
    public async Task Always_converges_and_never_grants_what_must_not_be()
    {
        if (RealApiServer.Missing is { } missing) Assert.Ignore(missing);
        await using var server = await RealApiServer.StartAsync(new Dictionary<string, string> { ["COMPACT"] = "5s", ["APISERVER_EXTRA"] = "--watch-cache=false" }, Deadline);
        using var api = new ClusterApi(server.Url, RealApiServer.AdminToken, server.AuthorityPem);
        using var mint = server.Mint();
        _cluster = new ApiCluster(api, server.Kubeconfig, mint, TimeProvider.System);
        await _cluster.CreateAsync(Deadline);
        await using var stage = _stage = await StartAsync(_cluster);
        var live = _cluster.Pod("media-sports/api");
        var gone = _cluster.Pod("media-sports/web");
        var goneIdentity = PodStory.Identity(gone, await _cluster.TokenAsync(gone, Deadline));
        await _cluster.RemoveAsync(gone, Deadline);
        await stage.View.WaitGoneAsync(gone, Deadline);
        await using var witness = new Witness(stage, PodStory.Identity(live, await _cluster.TokenAsync(live, Deadline)), goneIdentity);

        foreach (var moment in Moments) await KillBothAsync(witness, moment);
        await PauseEngineAsync(witness);
        await RestartServerAsync(witness, server);

        TestContext.Out.WriteLine(witness.Told);
        Assert.That(witness.Wrong, Is.Empty);
    }

    /// <summary>Kills the engine, then mgmt in the midst of the synchronisation that follows, then the engine in the midst of the next.</summary>
    private async Task KillBothAsync(Witness witness, int moment)
    {
        await _stage.Engine.KillAsync();
        _stage.Engine.Start();
        await PassAsync(moment);
        await _stage.Mgmt.KillAsync();
        await ChangeAsync();
        _stage.Mgmt.Start();
        await PassAsync(moment);
        await _stage.Engine.KillAsync();
        _stage.Engine.Start();
        await ConvergedAsync(witness, $"kills {moment} ms apart");
    }

    /// <summary>A paused engine holds its connections and answers nothing; changes go on meanwhile.</summary>
    private async Task PauseEngineAsync(Witness witness)
    {
        _stage.Engine.Process.Pause();
        await ChangeAsync();
        await PassAsync(3000);
        _stage.Engine.Process.Resume();
        await ConvergedAsync(witness, "a pause of the engine");
    }

    /// <summary>The API server goes away for longer than it keeps history: mgmt's watches come back to a version that is gone.</summary>
    private async Task RestartServerAsync(Witness witness, RealApiServer server)
    {
        await server.KillAsync();
        await witness.WaitGrantAsync("the end of the API server", Deadline);
        await server.UpAsync(Deadline);
        await ChangeAsync();
        await ConvergedAsync(witness, "a restart of the API server");
        // Nothing changes what mgmt watches while etcd forgets the past; the next watch is too old.
        _stage.Mgmt.Process.Pause();
        for (var i = 0; i < 4; i++)
        {
            await ChangeAsync();
            await PassAsync(3000);
        }
        await server.KillAsync();
        await server.UpAsync(Deadline);
        _stage.Mgmt.Process.Resume();
        await ConvergedAsync(witness, "a compaction");
        Assert.That(_stage.Mgmt.Process.Log.Lines.Any(static line => line.Contains("cannot go on", StringComparison.Ordinal)), "mgmt must have met a real 410");
    }

    /// <summary>A new pod, which only a synchronisation after now can have brought.</summary>
    private async Task ChangeAsync() => await _cluster.AddAsync(SamplePod.All[0] with { Name = $"new-{_pods++}", Ip = $"10.9.0.{_pods}" }, Deadline);

    private async Task ConvergedAsync(Witness witness, string what)
    {
        await _stage.View.WaitKnownAsync(_cluster.Pod($"{SamplePod.All[0].Namespace}/new-{_pods - 1}"), Deadline);
        await witness.WaitGrantAsync(what, Deadline);
        await _stage.WaitReadyAsync(Deadline);
        TestContext.Progress.WriteLine($"converged after {what}");
        Assert.That(witness.Wrong, Is.Empty, what);
    }

    private Task PassAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, Deadline);
}
