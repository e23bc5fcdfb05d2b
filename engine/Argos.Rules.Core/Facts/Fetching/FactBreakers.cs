using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>A circuit breaker for each source: one that keeps failing is left alone for a while.</summary>
internal sealed class FactBreakers(FactsOptions options, TimeProvider clock)
{
    // Which hosts are asked can depend on what an agent sends; beyond the limit they share one.
    private const int MaximumSources = 256;

    private readonly ConcurrentDictionary<string, (ResiliencePipeline Pipeline, CircuitBreakerStateProvider State)> _bySource = new(StringComparer.Ordinal);

    /// <summary>How many sources of a kind are left alone now.</summary>
    public int Open(string kind) => _bySource.Count(s => s.Key.StartsWith(kind + " ", StringComparison.Ordinal) && s.Value.State.CircuitState is CircuitState.Open or CircuitState.Isolated);

    /// <summary>The breaker of a source.</summary>
    public ResiliencePipeline Of(string kind, string source)
    {
        var name = $"{kind} {source}";
        if (_bySource.TryGetValue(name, out var known)) return known.Pipeline;
        return _bySource.GetOrAdd(_bySource.Count < MaximumSources ? name : $"{kind} others", _ => Make()).Pipeline;
    }

    private (ResiliencePipeline, CircuitBreakerStateProvider) Make()
    {
        var state = new CircuitBreakerStateProvider();
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
                ShouldHandle = new PredicateBuilder().Handle<FactUnreachableException>(),
                StateProvider = state,
            })
            .Build();
        return (pipeline, state);
    }
}
