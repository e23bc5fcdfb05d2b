using System.Collections.Concurrent;
using System.Net;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Chaos;

/// <summary>
/// Asks all the time, through ZTS, for a pod that may have its identity, for one that is gone but whose token is still good, and for one that would be
/// granted by every set that lacks the last policy or a pod of another namespace. The first is granted or cannot be told; the others are never granted.
/// </summary>
internal sealed class Witness : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly ConcurrentDictionary<HttpStatusCode, int> _good = new();
    private readonly ConcurrentDictionary<HttpStatusCode, int> _gone = new();
    private readonly ConcurrentDictionary<HttpStatusCode, int> _barred = new();
    private readonly Task _running;

    /// <param name="stage">Engine and ZTS.</param>
    /// <param name="live">A pod that lives all the time.</param>
    /// <param name="gone">A pod that the engine has forgotten.</param>
    /// <param name="barred">A pod that only the complete set refuses.</param>
    public Witness(StoryStage stage, AgentIdentity live, AgentIdentity gone, AgentIdentity barred)
    {
        var agent = new FakeAgent(stage.Zts, Fakes.TestKey.Shared);
        _running = Task.WhenAll(
            AskAsync(agent, live, _good, HttpStatusCode.Created, HttpStatusCode.GatewayTimeout),
            AskAsync(agent, gone, _gone, HttpStatusCode.Forbidden, HttpStatusCode.GatewayTimeout),
            AskAsync(agent, barred, _barred, HttpStatusCode.Forbidden, HttpStatusCode.GatewayTimeout));
    }

    /// <summary>Answers that may never be.</summary>
    public IEnumerable<string> Wrong => _wrong;

    /// <summary>How often the live pod got its certificate.</summary>
    public int Granted => _good.GetValueOrDefault(HttpStatusCode.Created);

    /// <summary>All answers, for people.</summary>
    public string Summary => $"live: {Show(_good)}; gone: {Show(_gone)}; barred: {Show(_barred)}";

    /// <summary>How often the live pod was granted, and the barred one was refused by a decision.</summary>
    public (int Granted, int Refused) Decided => (Granted, _barred.GetValueOrDefault(HttpStatusCode.Forbidden));

    /// <summary>Waits until a question that is asked from now on is granted.</summary>
    public async Task WaitGrantAsync(string what, CancellationToken cancellationToken)
    {
        var before = Granted;
        // The first may have been asked before.
        await Eventually.HoldsAsync(() => Granted >= before + 2 || !_wrong.IsEmpty, $"a grant after {what}; {Summary}",
            TimeSpan.FromSeconds(60), cancellationToken);
    }

    /// <summary>Waits until questions of both sorts that are asked from now on are answered, however.</summary>
    public async Task WaitAnswersAsync(CancellationToken cancellationToken)
    {
        var (good, barred) = (_good.Values.Sum(), _barred.Values.Sum());
        await Eventually.HoldsAsync(() => _good.Values.Sum() >= good + 2 && _barred.Values.Sum() >= barred + 2, $"answers; {Summary}",
            TimeSpan.FromSeconds(60), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AskAsync(FakeAgent agent, AgentIdentity identity, ConcurrentDictionary<HttpStatusCode, int> answers, params HttpStatusCode[] right)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var reply = await agent.RegisterAsync(identity, _stop.Token);
            answers.AddOrUpdate(reply.Status, 1, static (_, count) => count + 1);
            if (!right.Contains(reply.Status)) _wrong.Enqueue($"{identity.InstanceId} got {(int)reply.Status}: {reply.Message}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _stop.Token);
        }
    }

    private static string Show(ConcurrentDictionary<HttpStatusCode, int> answers) => string.Join(", ", answers.OrderBy(static a => a.Key).Select(static a => $"{(int)a.Key} × {a.Value}"));
}
