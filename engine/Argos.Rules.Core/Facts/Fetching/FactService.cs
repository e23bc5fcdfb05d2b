using System.Collections.Concurrent;
using System.Collections.Frozen;
using Argos.Rules.Core.Limits;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Language.Facts;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>
/// Finds out facts for all decisions: each question is asked once at a time whoever waits for the answer, answers are remembered,
/// and a source that keeps failing is left alone. Whatever goes wrong is "cannot be told", never a value.
/// </summary>
internal sealed partial class FactService : IFactSource
{
    /// <summary>How often a key set may be fetched because of an unknown key.</summary>
    public static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(30);

    private readonly FrozenDictionary<string, (IFactFetcher Fetcher, FairLimiter Limiter)> _fetchers;
    private readonly ConcurrentDictionary<string, Lazy<Task<FactAnswer>>> _open = new(StringComparer.Ordinal);
    private readonly FactCache _cache;
    private readonly FactBreakers _breakers;
    private readonly TimeSpan _timeout;
    private readonly double _domainShare;
    private readonly double _serviceShare;
    private readonly FactMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<FactService> _logger;

    public FactService(IEnumerable<IFactFetcher> fetchers, FactsOptions options, FactMetrics metrics, TimeProvider clock, ILogger<FactService> logger)
    {
        _fetchers = fetchers.ToFrozenDictionary(static f => f.Kind, f => (f, new FairLimiter(options.MaximumConcurrent, options.MaximumPerSecond, clock)), StringComparer.Ordinal);
        _cache = new FactCache(options.CacheBytes, clock);
        _breakers = new FactBreakers(options, clock);
        _timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        (_domainShare, _serviceShare) = (options.DomainSharePercent / 100.0, options.ServiceSharePercent / 100.0);
        (_metrics, _clock, _logger) = (metrics, clock, logger);
        foreach (var kind in _fetchers.Keys) metrics.Begin(kind);
        metrics.ObserveOpenBreakers(() => _fetchers.Keys.Select(kind => (kind, _breakers.Open(kind))));
    }

    public FactAnswer Find(FactRequest request)
    {
        if (!_fetchers.TryGetValue(request.Kind, out var known)) return FactAnswer.Refused($"the engine has no source for `{request.Kind}`");
        if (known.Fetcher.Refusal(request) is { } refusal) return FactAnswer.Refused(refusal);
        if (!_cache.TryFind(request.Id, out var answer)) return FactAnswer.Pending;
        _metrics.Hit(request.Kind);
        return answer;
    }

    public bool MayRenew(FactRequest request) => _open.ContainsKey(request.Id) || _cache.AgeOf(request.Id) is not { } age || age >= RenewInterval;

    public Task<FactAnswer>? FetchAsync(FactRequest request, RequestedIdentity identity)
    {
        // Who comes while the question is open waits for the same answer, whoever is charged for it.
        if (_open.TryGetValue(request.Id, out var open)) return open.Value;
        var (fetcher, limiter) = _fetchers[request.Kind];
        FairShare[] shares = [new(Party.Domain(identity.Domain), _domainShare), new(Party.Service(identity.Domain, identity.Service), _serviceShare)];
        if (limiter.TryTake(1, shares) is not { } lease)
        {
            // Not registered: another identity may still have a share left to ask the same.
            var refused = FactAnswer.Unreachable("too many questions of this kind");
            _metrics.Asked(request.Kind, "overloaded", TimeSpan.Zero);
            LogNoValue(request.Kind, "overloaded", fetcher.SourceOf(request), refused.Problem!);
            return Task.FromResult(refused);
        }
        // Lazy: two at once must not both begin.
        var mine = new Lazy<Task<FactAnswer>>(() => AskAsync(request, fetcher, lease));
        var first = _open.GetOrAdd(request.Id, mine);
        if (first != mine) lease.Dispose();
        return first.Value;
    }

    private async Task<FactAnswer> AskAsync(FactRequest request, IFactFetcher fetcher, IDisposable lease)
    {
        // Off the caller's thread, and only then: the question is registered before it can end.
        await Task.Yield();
        try
        {
            using var span = Traces.Fact(request.Kind);
            var started = _clock.GetTimestamp();
            var (answer, outcome) = await AskAsync(request, fetcher);
            if (answer.State is FactState.Known or FactState.Refused)
            {
                _cache.Add(request.Id, answer, answer.State == FactState.Known ? fetcher.KnownFor : fetcher.RefusedFor);
            }
            else
            {
                _cache.Touch(request.Id);
            }
            _metrics.Asked(request.Kind, outcome, _clock.GetElapsedTime(started));
            Traces.Answered(span, outcome, answer.State == FactState.Known);
            if (answer.State != FactState.Known) LogNoValue(request.Kind, outcome, fetcher.SourceOf(request), answer.Problem ?? "");
            return answer;
        }
        finally
        {
            // After it is remembered: who comes now finds it there.
            _open.TryRemove(request.Id, out _);
            lease.Dispose();
        }
    }

    private async Task<(FactAnswer Answer, string Outcome)> AskAsync(FactRequest request, IFactFetcher fetcher)
    {
        try
        {
            using var timeout = new CancellationTokenSource(_timeout, _clock);
            var answer = await _breakers.Of(request.Kind, fetcher.SourceOf(request)).ExecuteAsync(
                static async (of, cancellation) => await FetchAsync(of.request, of.fetcher, cancellation), (request, fetcher), timeout.Token);
            return (answer, answer.State == FactState.Known ? "known" : "refused");
        }
        catch (BrokenCircuitException)
        {
            return (FactAnswer.Unreachable("the source kept failing and is left alone for a while"), "breaker-open");
        }
        catch (FactUnreachableException problem)
        {
            return (FactAnswer.Unreachable(problem.Message), "unreachable");
        }
        catch (Exception problem)
        {
            // The type only: the message of an arbitrary exception may quote a credential.
            return (FactAnswer.Unreachable($"the question failed: {problem.GetType().Name}"), "failed");
        }
    }

    private static async Task<FactAnswer> FetchAsync(FactRequest request, IFactFetcher fetcher, CancellationToken cancellation)
    {
        try
        {
            return await fetcher.FetchAsync(request, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new FactUnreachableException("the source did not answer in time");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fact {Kind} from {Source}: {Outcome}, {Problem}")]
    private partial void LogNoValue(string kind, string outcome, string source, string problem);
}
