using System.Net;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.System.Tests.Attacks;

/// <summary>A17 and what is like it: the engine's children do not come to an end. That says nothing about the policy.</summary>
internal sealed class ChildAttackTests : AttackTest
{
    private const string Policy = "// ---\n// providers: [\"k8s.*\"]\n// ---\nreturn Allow();\n// ";

    [TestCase("compil")]
    [TestCase("trial")]
    public async Task Stalled_child_is_503_and_the_next_try_succeeds(string verb)
    {
        await using var stage = await StartAsync("Scripting:CompileTimeout=00:00:01", "Scripting:TrialTimeout=00:00:00.5", "Scripting:TestTimeout=00:00:00.5");
        var children = ProcessFigures.Children(stage.Engine.Process.Id, verb);
        Assert.That(children, Has.Count.EqualTo(1));
        ChildProcess.Pause(children[0]);

        using var stalled = await stage.PutPolicyAsync("a/other.csx", Policy + verb, Deadline);
        var body = await stalled.Content.ReadAsStringAsync(Deadline);
        await stage.HoldsAsync(5, Deadline);
        using var next = await stage.PutPolicyAsync("a/other.csx", Policy + verb, Deadline);

        Assert.That(stalled.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), body);
        Assert.That(body, Does.Not.Contain("simpler"));
        Assert.That(next.StatusCode, Is.EqualTo(HttpStatusCode.OK), await next.Content.ReadAsStringAsync(Deadline));
        Assert.That(ProcessFigures.Children(stage.Engine.Process.Id, verb), Has.None.EqualTo(children[0]));
    }

    [Test]
    public async Task Client_that_hangs_up_ends_no_other_clients_compilation()
    {
        await using var stage = await StartAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        var worker = ProcessFigures.Children(stage.Engine.Process.Id, "compil").Single();

        var first = stage.PutPolicyAsync("a/first.csx", Policy + "first", gone.Token);
        var others = Enumerable.Range(0, 5).Select(i => stage.PutPolicyAsync($"a/other-{i}.csx", Policy + i, Deadline)).ToArray();
        await gone.CancelAsync();
        await first.ContinueWith(static _ => { }, TaskScheduler.Default);
        foreach (var other in others)
        {
            using var answer = await other;
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync(Deadline));
        }

        Assert.That(ProcessFigures.Children(stage.Engine.Process.Id, "compil"), Is.EqualTo(new[] { worker }));
    }
}
