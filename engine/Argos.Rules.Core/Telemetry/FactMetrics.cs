using System.Diagnostics.Metrics;

namespace Argos.Rules.Core.Telemetry;

/// <summary>The instruments of facts; the labels come from closed sets.</summary>
internal sealed class FactMetrics
{
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private static readonly string[] Outcomes = ["known", "refused", "unreachable", "breaker-open", "overloaded", "failed"];

    private readonly Meter _meter;
    private readonly PrometheusExporter _exporter;
    private readonly Counter<long> _asked;
    private readonly Counter<long> _hits;
    private readonly Histogram<double> _seconds;

    public FactMetrics(EngineMetrics metrics)
    {
        (_meter, _exporter) = (metrics.Meter, metrics.Exporter);
        _asked = _meter.CreateCounter<long>("argos_fact_requests_total", null, "Questions for facts, by kind and outcome (known, refused, unreachable, breaker-open, overloaded, failed).");
        _hits = _meter.CreateCounter<long>("argos_fact_cache_hits_total", null, "Facts that were remembered when a policy asked for them, by kind.");
        _seconds = _meter.CreateHistogram("argos_fact_duration_seconds", null, "Time from a question to its answer, by kind.", advice: Buckets);
    }

    /// <summary>Facts of a kind may be asked for: its series begin, so that its first failure is an increase.</summary>
    public void Begin(string kind)
    {
        foreach (var outcome in Outcomes) _asked.Add(0, Kind(kind), new KeyValuePair<string, object?>("outcome", outcome));
        _hits.Add(0, Kind(kind));
        _exporter.Begin(_seconds, Kind(kind));
    }

    public void Asked(string kind, string outcome, TimeSpan elapsed)
    {
        _asked.Add(1, Kind(kind), new KeyValuePair<string, object?>("outcome", outcome));
        _seconds.Record(elapsed.TotalSeconds, Kind(kind));
    }

    public void Hit(string kind) => _hits.Add(1, Kind(kind));

    public void ObserveOpenBreakers(Func<IEnumerable<(string Kind, int Open)>> open) => _meter.CreateObservableGauge(
        "argos_fact_breakers_open", () => open().Select(static o => new Measurement<double>(o.Open, Kind(o.Kind))), null, "Sources that kept failing and are left alone for a while, by kind.");

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
