using System.Net;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Engine.Tests.Listeners;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Callback;

internal sealed class CallbackLimitTests
{
    private const string Confirmation = """{"provider":"p","domain":"d","service":"s"}""";

    [Test]
    public async Task Post_whose_body_does_not_arrive_answers_408()
    {
        var time = new ManualTime(DateTimeOffset.Parse("2026-11-21T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var engine = new RunningEngine { Time = time };
        // No other wait of the engine is of seven seconds.
        engine.Settings["Callback:BodySeconds"] = "7";
        await engine.StartAsync();
        using var client = engine.ZtsClient();
        using var content = new StallingContent();

        var answering = client.PostAsync("/instance", content);
        await content.Started.Task;
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(7), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(8));
        content.Finish();

        using var answer = await answering;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestTimeout));
    }

    [Test]
    public async Task Post_beyond_the_concurrent_limit_answers_504_at_once()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = new RunningEngine
        {
            Decide = async (_, _, _) =>
            {
                entered.TrySetResult();
                await release.Task;
                return new Decision { Id = "first", Outcome = DecisionOutcome.Allowed };
            },
        };
        engine.Settings["Callback:MaximumConcurrent"] = "1";
        await engine.StartAsync();
        using var client = engine.ZtsClient();

        var first = client.PostAsync("/instance", new StringContent(Confirmation));
        await entered.Task;
        using var second = await client.PostAsync("/instance", new StringContent(Confirmation));
        release.SetResult();
        using var answered = await first;

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(await second.Content.ReadAsStringAsync(), Does.Contain("cannot decide: overloaded"));
        Assert.That(answered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private sealed class StallingContent : HttpContent
    {
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish() => _finish.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("{\"provider\""u8.ToArray());
            await stream.FlushAsync();
            Started.SetResult();
            await _finish.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
