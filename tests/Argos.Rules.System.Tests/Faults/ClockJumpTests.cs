using System.Net;
using Argos.Rules.System.Tests.Model;

namespace Argos.Rules.System.Tests.Faults;

/// <summary>The wall clock is set, or the machine slept.</summary>
internal sealed class ClockJumpTests
{
    [TestCase(-30)]
    [TestCase(30)]
    public async Task Wall_clock_that_jumps_changes_nothing_for_a_set_in_step(int hours)
    {
        await using var scene = await ModelScene.StartAsync();
        scene.Server.Requests.Clear();
        var age = scene.Mgmt.View.Age;

        scene.Time.Jump(scene.Time.Now + TimeSpan.FromHours(hours));

        Assert.That(scene.Seat.Engine!.NotReadyReasons, Is.Empty);
        Assert.That(scene.Mgmt.View.Age, Is.InRange(TimeSpan.Zero, age));
        scene.Cluster.Put("shop", "late", 0);
        await scene.UntilAsync(() => scene.Holds("late"), TimeSpan.FromMinutes(2), "the pod of after");
        await scene.PassAsync(TimeSpan.FromSeconds(60));
        Assert.That((await scene.AskAsync(scene.Cluster.Pods.Single(static pod => pod.Name == "late"))).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(scene.Server.Requests.Of("list", "pods"), Is.Empty);
    }

    [TestCase(-30)]
    [TestCase(30)]
    public async Task Mgmt_and_engine_that_start_after_a_jump_come_into_step(int hours)
    {
        await using var scene = await ModelScene.StartAsync();
        scene.Time.Jump(scene.Time.Now + TimeSpan.FromHours(hours));

        await scene.RestartMgmtAsync();
        // Past the age of what the first mgmt declared: only the second can have kept it ready.
        await scene.PassAsync(TimeSpan.FromSeconds(320));
        await scene.UntilAsync(() => scene.Seat.Engine!.NotReadyReasons.IsEmpty, TimeSpan.FromMinutes(3), "ready by the second mgmt");

        scene.Seat.Kill();
        scene.Seat.Start();
        await scene.UntilAsync(() => scene.Seat.Engine!.NotReadyReasons.IsEmpty, TimeSpan.FromMinutes(3), "the new engine");
        Assert.That((await scene.AskAsync(ModelCluster.Steady)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Machine_that_slept_for_an_hour_is_in_step_again()
    {
        await using var scene = await ModelScene.StartAsync();

        scene.Time.Advance(TimeSpan.FromHours(1));
        scene.Cluster.Put("shop", "late", 0);

        await scene.UntilAsync(() => scene.Seat.Engine!.NotReadyReasons.IsEmpty && scene.Holds("late"), TimeSpan.FromMinutes(3), "in sync");
        Assert.That((await scene.AskAsync(scene.Cluster.Pods.Single(static pod => pod.Name == "late"))).Status, Is.EqualTo(HttpStatusCode.OK));
    }
}
