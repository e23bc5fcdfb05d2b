using Argos.Rules.Contracts.Decisions;
using Argos.Rules.TestKit.Hosting;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.System.Tests.Model;

/// <summary>
/// The address at which the engine is found, over real HTTP; behind it the engine can be killed and started. After every request,
/// that is after everything that can change what the engine holds, it is asked for what it must never grant.
/// </summary>
/// <param name="time">The engine's clock.</param>
/// <param name="probes">Whether it is asked so; a policy that waits would be waited for.</param>
internal sealed class EngineSeat(TimeProvider time, bool probes = true) : IAsyncDisposable
{
    private static readonly ModelPod Ghost = new("red", "ghost", "uid-of-nobody");

    private HttpHost? _host;
    private ModelEngine? _engine;
    private CancellationTokenSource _killed = new();
    private volatile string? _violation;
    private volatile ModelPod[] _gone = [];
    private int _answersToLose;
    private int _running;
    private long _grants;
    private long _probes;

    public Uri Url => _host!.Url;

    /// <summary>The engine, when one is running.</summary>
    public ModelEngine? Engine => Volatile.Read(ref _engine);

    /// <summary>Whether no request is being answered.</summary>
    public bool IsIdle => Volatile.Read(ref _running) == 0;

    /// <summary>How often the pod that may have an identity was granted it.</summary>
    public long Grants => Interlocked.Read(ref _grants);

    /// <summary>How many times it was asked.</summary>
    public long Probes => Interlocked.Read(ref _probes);

    /// <summary>What was granted and must never be.</summary>
    public string? Violation => _violation;

    /// <summary>Pods that the engine cannot know any more.</summary>
    public void SetGone(IEnumerable<ModelPod> pods) => _gone = [.. pods];

    public async Task ListenAsync() => _host = await HttpHost.StartAsync(HandleAsync, null, 0, CancellationToken.None);

    public void Start() => Interlocked.Exchange(ref _engine, new ModelEngine(time));

    public void Kill()
    {
        Interlocked.Exchange(ref _engine, null)?.Dispose();
        // Its connections end with it.
        Interlocked.Exchange(ref _killed, new CancellationTokenSource()).Cancel();
    }

    /// <summary>The engine does what the next requests ask, and dies of none of it, but nobody hears so.</summary>
    public void LoseAnswers(int count) => Interlocked.Exchange(ref _answersToLose, count);

    public async Task ProbeAsync()
    {
        if (Engine is { } engine) await ProbeAsync(engine);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        Kill();
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Query.ContainsKey("pending"))
        {
            await WaitAsync(http);
            return;
        }
        Interlocked.Increment(ref _running);
        try
        {
            var engine = Engine;
            if (engine is null)
            {
                http.Abort();
                return;
            }
            await engine.HandleAsync(http);
            if (probes) await ProbeAsync(engine);
            // A killed engine cannot have answered.
            if (Engine != engine || Interlocked.Decrement(ref _answersToLose) >= 0) http.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    // It waits for something to be wanted, which is not an exchange that changes anything.
    private async Task WaitAsync(HttpContext http)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, Volatile.Read(ref _killed).Token);
        http.RequestAborted = end.Token;
        if (Engine is { } engine) await engine.HandleAsync(http);
        if (end.IsCancellationRequested || Engine is null) http.Abort();
    }

    private async Task ProbeAsync(ModelEngine engine)
    {
        Interlocked.Increment(ref _probes);
        await NeverAsync(engine, Ghost, "a pod that never was");
        await NeverAsync(engine, ModelCluster.Guarded, "a pod that a policy of the set denies");
        await NeverAsync(engine, ModelCluster.Blocked, "a pod that a document of the set denies");
        foreach (var pod in _gone) await NeverAsync(engine, pod, "a pod that is gone");
        var declared = engine.WasDeclaredTo;
        if (await engine.AskAsync(ModelCluster.Steady) != DecisionOutcome.Allowed) return;
        Interlocked.Increment(ref _grants);
        if (!declared && !engine.WasDeclaredTo) Report("granted before anybody declared a set");
    }

    private async Task NeverAsync(ModelEngine engine, ModelPod pod, string what)
    {
        if (await engine.AskAsync(pod) == DecisionOutcome.Allowed) Report($"granted {what}: {pod}");
    }

    private void Report(string violation) => _violation ??= violation;
}
