using System.Collections.Immutable;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Canaries;

/// <summary>
/// Asks the known requests of this replica, by its live policies, and shows in a metric whether it gives the known answers: a replica that grants what it
/// must not is seen before anybody asks it.
/// </summary>
internal sealed partial class CanaryRun : BackgroundService
{
    private readonly CanaryOptions _options;
    private readonly DryRunner _runner;
    private readonly TimeProvider _time;
    private readonly ILogger<CanaryRun> _logger;
    private ImmutableArray<CanaryResult> _results = [];

    public CanaryRun(CanaryOptions options, DryRunner runner, EngineMetrics metrics, TimeProvider time, ILogger<CanaryRun> logger)
    {
        (_options, _runner, _time, _logger) = (options, runner, time, logger);
        metrics.ObserveCanaries(() => Results.Select(static r => KeyValuePair.Create(r.Name, r.Ok)));
    }

    /// <summary>What the last round said.</summary>
    public ImmutableArray<CanaryResult> Results => _results;

    /// <summary>Asks all of them once.</summary>
    public async Task RoundAsync(CancellationToken cancellation)
    {
        if (CanaryFile.TryRead(_options.File, out var problem) is not { } cases)
        {
            LogUnreadable(problem);
            _results = [.. _results.Select(static r => r with { Ok = false })];
            return;
        }
        var results = ImmutableArray.CreateBuilder<CanaryResult>(cases.Length);
        foreach (var one in cases) results.Add(new CanaryResult(one.Name, await IsOkAsync(one, cancellation)));
        ImmutableInterlocked.InterlockedExchange(ref _results, results.ToImmutable());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.File.Length == 0) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.Seconds), _time);
        do
        {
            await RoundAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> IsOkAsync(CanaryCase one, CancellationToken cancellation)
    {
        try
        {
            var result = await _runner.RunAsync(one.Request, cancellation);
            var ok = result.Answer?.Decision.Outcome == one.Expected;
            if (!ok) LogWrong(one.Name, one.Expected.ToString(), result.Answer is { } answer ? $"{answer.Decision.Outcome} {string.Join(", ", answer.Decision.Codes)}".TrimEnd() : result.Error?.Message ?? "no answer");
            return ok;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(one.Name, failure.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The canary {Name} expected {Expected} and got {Answer}")]
    private partial void LogWrong(string name, string expected, string answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "The canary {Name} could not be asked ({Kind})")]
    private partial void LogFailed(string name, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "The file of the canaries {Problem}")]
    private partial void LogUnreadable(string problem);
}
