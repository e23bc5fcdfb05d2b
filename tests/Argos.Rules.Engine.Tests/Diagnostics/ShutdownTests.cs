using System.Net;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Engine.Tests.Listeners;
using Argos.Rules.TestKit.Auditing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Argos.Rules.Engine.Tests.Diagnostics;

internal sealed class ShutdownTests
{
    private const string Confirmation = """{"provider":"p","domain":"d","service":"s"}""";

    [Test]
    public async Task Stop_drops_readiness_then_serves_then_drains_then_writes_the_audit()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        await using var engine = new RunningEngine
        {
            Decide = async (_, _, _) =>
            {
                if (Interlocked.Increment(ref calls) == 2)
                {
                    entered.SetResult();
                    await release.Task;
                }
                return new Decision { Id = "d", Outcome = DecisionOutcome.Allowed };
            },
        };
        engine.Settings["Shutdown:WaitSeconds"] = "2";
        engine.Settings["Shutdown:DrainSeconds"] = "20";
        await engine.StartAsync();
        using var client = engine.ZtsClient();
        using var diagnostics = engine.DiagnosticsClient();

        var stopping = engine.App.Services.GetRequiredService<IHostApplicationLifetime>();
        stopping.StopApplication();
        var stopped = engine.App.StopAsync();

        using var ready = await diagnostics.GetAsync("/health/ready");
        using var live = await diagnostics.GetAsync("/health/live");
        using var served = await client.PostAsync("/instance", new StringContent(Confirmation));
        var running = client.PostAsync("/instance", new StringContent(Confirmation));
        await entered.Task;
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(served.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(stopped.IsCompleted, Is.False);

        release.SetResult();
        using var drained = await running;
        await stopped;

        Assert.That(drained.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(AuditSchemaCheck.Decisions(await File.ReadAllLinesAsync(engine.AuditFile)), Has.Length.EqualTo(2));
    }
}
