using Argos.Rules.Mgmt.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Mgmt.Tests.Faults;

/// <summary>The engine refuses, is away or is too slow while the cluster goes on changing.</summary>
public sealed class EngineTroubleTests
{
    private const int Pods = 20;
    private const int Rounds = 30;

    private ClusterScene _scene = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await ClusterScene.StartAsync();
        await _scene.RunAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(401)]
    [TestCase(429)]
    public async Task Engine_that_refuses_everything_is_asked_ever_more_seldom_and_converges_after(int status)
    {
        _scene.Engine.Fails = status;

        await ChangeDuringAsync(TimeSpan.FromSeconds(60), mostAsked: 40);

        _scene.Engine.Fails = null;
        await ConvergedAsync();
    }

    [Test]
    public async Task Engine_to_which_the_pods_are_too_large_is_asked_ever_more_seldom_and_converges_after()
    {
        _scene.Engine.FailsAt = static request => HttpMethods.IsPatch(request.Method) || request.Path.StartsWithSegments("/v1/data/kubernetes/pods", StringComparison.Ordinal);
        _scene.Engine.Fails = StatusCodes.Status413PayloadTooLarge;

        await ChangeDuringAsync(TimeSpan.FromSeconds(60), mostAsked: 120);

        _scene.Engine.Fails = null;
        await ConvergedAsync();
    }

    [Test]
    public async Task Engine_that_cannot_be_reached_is_in_step_when_it_listens_again()
    {
        await _scene.Engine.KillAsync();

        await ChangeDuringAsync(TimeSpan.FromSeconds(20), mostAsked: 0);

        await _scene.Engine.ListenAsync(CancellationToken.None);
        await ConvergedAsync();
    }

    [Test]
    public async Task Engine_that_does_late_what_was_given_up_long_ago_is_repaired()
    {
        var stall = new TaskCompletionSource();
        _scene.Engine.Stall = stall.Task;

        // Each request is given up after 10 s, and all of them are done at the end, in whatever order.
        await ChangeDuringAsync(TimeSpan.FromSeconds(60), mostAsked: 12);

        _scene.Engine.Stall = Task.CompletedTask;
        stall.SetResult();
        await ConvergedAsync();
    }

    private async Task ChangeDuringAsync(TimeSpan time, int mostAsked)
    {
        var (asked, failures) = (_scene.Engine.Asked, _scene.Metrics.Failures);
        for (var round = 0; round < Rounds; round++)
        {
            for (var pod = 0; pod < Pods; pod++) _scene.PutPod($"shop/p{pod}", $"10.0.{round}.{pod}");
            await _scene.PassAsync(time / Rounds);
            Assert.That(_scene.View.Pods[0].Waiting, Is.LessThanOrEqualTo(Pods), "what waits is bounded by the objects, not by the events");
        }
        // Only time lets it ask again, so the number depends on nothing else; each policy round, pod round and question counts.
        Assert.That(_scene.Engine.Asked - asked, Is.LessThanOrEqualTo(mostAsked));
        await _scene.UntilAsync(() => _scene.Metrics.Failures >= failures + 2, "failures to be counted");
        _scene.Engine.Writes.Clear();
    }

    private async Task ConvergedAsync()
    {
        var accepted = _scene.Engine.Accepted.Count;
        await _scene.UntilAsync(() => _scene.Engine.Accepted.Count > accepted && Enumerable.Range(0, Pods).All(IsLast), "the last version of each pod");
        Assert.That(_scene.Engine.Writes, Has.Count.LessThan(Rounds), "many changes of one pod are one");
    }

    private bool IsLast(int pod) => _scene.Engine.Pods?.GetValueOrDefault($"shop/p{pod}")?.Contains($"\"10.0.{Rounds - 1}.{pod}\"", StringComparison.Ordinal) == true;
}
