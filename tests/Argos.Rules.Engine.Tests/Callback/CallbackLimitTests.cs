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
        var decision = new HeldDecision();
        await using var engine = await BusyAsync(decision);
        using var client = engine.ZtsClient();

        var first = client.PostAsync("/instance", new StringContent(Confirmation));
        await decision.Entered;
        using var second = await client.PostAsync("/instance", new StringContent(Confirmation));
        decision.Release();
        using var answered = await first;

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(await second.Content.ReadAsStringAsync(), Does.Contain("cannot decide: overloaded"));
        Assert.That(answered.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Many_who_are_turned_away_at_once_all_hear_why()
    {
        var decision = new HeldDecision();
        await using var engine = await BusyAsync(decision);
        using var client = engine.ZtsClient();

        var first = client.PostAsync("/instance", new StringContent(Confirmation));
        await decision.Entered;
        var answers = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => client.PostAsync("/instance", new StringContent(Confirmation))));
        decision.Release();
        using var answered = await first;

        Assert.That(answers.Select(static answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.GatewayTimeout));
    }

    private static Task<RunningEngine> BusyAsync(HeldDecision decision)
    {
        var engine = new RunningEngine { Decide = (_, _, _) => decision.MakeAsync() };
        engine.Settings["Callback:MaximumConcurrent"] = "1";
        return engine.StartAsync();
    }

    /// <summary>A decision that lasts until it is let go.</summary>
    private sealed class HeldDecision
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public void Release() => _release.TrySetResult();

        public async Task<Decision> MakeAsync()
        {
            _entered.TrySetResult();
            await _release.Task;
            return new Decision { Id = "first", Outcome = DecisionOutcome.Allowed };
        }
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
