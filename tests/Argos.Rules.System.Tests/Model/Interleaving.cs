using System.Text;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Model;

/// <summary>
/// One random life of a cluster, an mgmt and an engine, on a clock of its own. At its end, and a few times on the way, everything
/// comes to rest; then the engine must hold what the model says.
/// </summary>
internal sealed class Interleaving : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time;
    private readonly Random _random;
    private readonly StringBuilder _log = new();
    private readonly FakeApiServer _server;
    private readonly EngineSeat _seat;
    private readonly ModelCluster _cluster;
    private readonly ClusterMoves _moves;
    private readonly FaultMoves _faults;
    private readonly TokenMint _mint;
    private ModelMgmt? _mgmt;

    private Interleaving(int seed, FakeApiServer server, TokenMint mint, ManualTime time)
    {
        (_random, _server, _mint, _time) = (new Random(seed), server, mint, time);
        _seat = new EngineSeat(_time);
        _cluster = new ModelCluster(server);
        _moves = new ClusterMoves(_cluster, _random);
        _faults = new FaultMoves(server, _time, _random);
    }

    /// <summary>What happened, in order.</summary>
    public string Log => _log.ToString();

    public EngineSeat Seat => _seat;

    public static async Task<Interleaving> StartAsync(int seed, TokenMint mint)
    {
        var time = new ManualTime();
        var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Mint = mint, Time = time }, CancellationToken.None);
        var run = new Interleaving(seed, server, mint, time);
        await run._seat.ListenAsync();
        return run;
    }

    /// <summary>Lives; returns what went wrong, or <see langword="null"/>.</summary>
    public async Task<string?> LiveAsync()
    {
        try
        {
            return await RunAsync();
        }
        catch (Exception problem)
        {
            // It must reach the reader together with its seed.
            return problem.ToString();
        }
    }

    private async Task<string?> RunAsync()
    {
        if (_random.Next(2) == 0) _seat.Start();
        if (_random.Next(4) > 0) await StartMgmtAsync();
        for (var round = _random.Next(1, 3); round > 0; round--)
        {
            for (var step = _random.Next(4, 16); step > 0; step--) await StepAsync();
            if (await SettleAsync() is { } problem) return problem;
        }
        _moves.Heal();
        Write("healed");
        return await SettleAsync() ?? await CheckReadyAsync() ?? await CheckAgeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_mgmt is not null) await _mgmt.DisposeAsync();
        await _seat.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task StepAsync()
    {
        switch (_random.Next(15))
        {
            case 14:
                Want();
                break;
            case 0:
                _seat.Kill();
                Write("engine killed");
                if (_random.Next(2) == 0) StartEngine();
                break;
            case 1:
                StartEngine();
                break;
            case 2 when _mgmt is not null:
                await StopMgmtAsync();
                break;
            case 2 or 3:
                await StartMgmtAsync();
                break;
            case 4:
                _seat.LoseAnswers(_random.Next(1, 4));
                Write("answers lost");
                break;
            case 5 or 6 or 7:
                Write(_faults.Move());
                break;
            default:
                Write(_moves.Move());
                break;
        }
        // From no time at all to enough for several exchanges.
        for (var pause = _random.Next(4) == 0 ? _random.Next(12) : 0; pause > 0; pause--) await PassAsync();
        await _seat.ProbeAsync();
    }

    private async Task<string?> SettleAsync()
    {
        _faults.Stop();
        _seat.LoseAnswers(0);
        if (_seat.Engine is null) StartEngine();
        if (_mgmt is null) await StartMgmtAsync();
        var clock = global::System.Diagnostics.Stopwatch.StartNew();
        while (Comparison.Differences(_cluster, _seat.Engine!, _mint) is { } difference)
        {
            if (_seat.Violation is { } violation) return violation;
            if (clock.Elapsed > Patience) return $"it does not converge: {difference}";
            await PassAsync();
        }
        Write("settled");
        _seat.SetGone(_cluster.Gone.TakeLast(6));
        await _seat.ProbeAsync();
        return _seat.Violation;
    }

    private async Task<string?> CheckReadyAsync()
    {
        var clock = global::System.Diagnostics.Stopwatch.StartNew();
        while (await _seat.Engine!.AskAsync(ModelCluster.Steady) != Contracts.Decisions.DecisionOutcome.Allowed)
        {
            if (clock.Elapsed > Patience) return $"it does not become ready: {string.Join("; ", _seat.Engine.NotReadyReasons)}";
            await PassAsync();
        }
        // Nothing may move any more, whatever the heartbeats do.
        for (var i = 0; i < 3; i++) await PassAsync();
        return Comparison.Differences(_cluster, _seat.Engine, _mint) is { } difference ? $"it does not stay: {difference}" : _seat.Violation;
    }

    private async Task<string?> CheckAgeAsync()
    {
        await StopMgmtAsync();
        _time.Advance(TimeSpan.FromSeconds(301));
        return await _seat.Engine!.AskAsync(ModelCluster.Steady) == Contracts.Decisions.DecisionOutcome.Undecided ? null : "it decides with a set that nobody has confirmed for too long";
    }

    // The clock must not outrun an exchange that is under way.
    private async Task PassAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(_seat.IsIdle ? 400 : 5));
        await Task.Delay(Look, TimeProvider.System);
    }

    // A decision waits for a pod: one that is there, that is gone, or that never was.
    private void Want()
    {
        ModelPod[] pods = [.. _cluster.Pods, .. _cluster.Gone.TakeLast(4), new ModelPod("red", "never", "")];
        var pod = pods[_random.Next(pods.Length)];
        _seat.Engine?.Want($"kubernetes/pods/{pod.Namespace}/{pod.Name}");
        Write($"wanted {pod.Namespace}/{pod.Name}");
    }

    private void StartEngine()
    {
        _seat.Kill();
        _seat.Start();
        Write("engine started");
    }

    private async Task StartMgmtAsync()
    {
        if (_mgmt is not null) await StopMgmtAsync();
        _mgmt = await ModelMgmt.StartAsync(_server.Url, _seat.Url, _time);
        Write("mgmt started");
    }

    private async Task StopMgmtAsync()
    {
        await _mgmt!.DisposeAsync();
        _mgmt = null;
        Write("mgmt killed");
    }

    private void Write(string what) => _log.Append("  ").AppendLine(what);
}
