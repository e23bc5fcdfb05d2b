using Argos.Rules.TestKit.Kubernetes;

namespace Argos.Rules.System.Tests.Chaos;

/// <summary>
/// Two real processes and a real kube-apiserver, which are killed, paused and started again while ZTS asks all the time. Each test begins where
/// everything has converged, and ends there.
/// </summary>
[Category("System")]
internal sealed class ChaosTests
{
    private ChaosStage _stage = null!;

    public static IEnumerable<TestCaseData> Kills =>
        from step in SyncSteps.All
        from victim in new[] { "engine", "mgmt" }
        select new TestCaseData(step, victim).SetArgDisplayNames(victim, step.Name);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (RealApiServer.Missing is { } missing) Assert.Ignore(missing);
        _stage = await ChaosStage.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_stage is null) return;
        TestContext.Progress.WriteLine(_stage.Witness.Summary);
        await _stage.DisposeAsync();
    }

    [TestCaseSource(nameof(Kills))]
    public async Task Killed_at_a_step_of_a_synchronisation_it_converges(SyncStep step, string victim)
    {
        var stop = await step.ReachAsync(_stage);
        if (step.IsIncomplete) await StandStillAsync(step);
        await (victim == "engine" ? _stage.Story.Engine.KillAsync() : _stage.Story.Mgmt.KillAsync());
        stop.Release();
        await _stage.ChangeAsync();
        if (victim == "engine") _stage.Story.Engine.Start();
        else _stage.Story.Mgmt.Start();

        await _stage.ConvergedAsync($"a kill of {victim}: {step}");
    }

    /// <summary>A paused engine holds its connections and answers nothing; changes go on meanwhile.</summary>
    [Test]
    public async Task Paused_engine_converges()
    {
        _stage.Story.Engine.Process.Pause();
        await _stage.ChangeAsync();
        await _stage.PassAsync(3000);
        _stage.Story.Engine.Process.Resume();

        await _stage.ConvergedAsync("a pause of the engine");
    }

    [Test]
    public async Task Killed_api_server_is_done_without_until_it_is_back()
    {
        await _stage.Server.KillAsync();
        await _stage.Witness.WaitGrantAsync("the end of the API server", _stage.Deadline);
        await _stage.Server.UpAsync(_stage.Deadline);
        await _stage.ChangeAsync();

        await _stage.ConvergedAsync("a restart of the API server");
    }

    /// <summary>The API server goes away for longer than it keeps history: mgmt's watches come back to a version that is gone.</summary>
    [Test]
    public async Task Compacted_history_is_listed_again()
    {
        _stage.Story.Mgmt.Process.Pause();
        await _stage.ForgetAsync();
        await _stage.Server.KillAsync();
        await _stage.Server.UpAsync(_stage.Deadline);
        var before = Gone();
        _stage.Story.Mgmt.Process.Resume();

        await _stage.ConvergedAsync("a compaction");
        Assert.That(Gone(), Is.GreaterThan(before), "mgmt must have met a real 410");
    }

    /// <summary>Held at a step at which something is missing, the engine is asked and decides nothing.</summary>
    private async Task StandStillAsync(SyncStep step)
    {
        var before = _stage.Witness.Decided;
        await _stage.Witness.WaitAnswersAsync(_stage.Deadline);

        Assert.That(await _stage.IsReadyAsync(), Is.False, step.Name);
        Assert.That(_stage.Witness.Decided, Is.EqualTo(before), $"a decision from an incomplete set: {step}; {_stage.Witness.Summary}");
    }

    private int Gone() => _stage.Story.Mgmt.Process.Log.Lines.Count(static line => line.Contains("cannot go on", StringComparison.Ordinal));
}
