using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Argos.Rules.Hosting.Metrics;

namespace Argos.Rules.Core.Telemetry;

/// <summary>One metric with all its series. A series exists from its first measurement; those of observed instruments live for one scrape.</summary>
internal sealed class PrometheusFamily
{
    private readonly ConcurrentDictionary<string, PrometheusSeries> _series = new(StringComparer.Ordinal);
    private readonly string _help;
    private readonly string _type;
    private readonly bool _observed;
    private readonly double[] _buckets;

    private PrometheusFamily(string name, string help, string type, bool observed, double[] buckets)
    {
        Name = name;
        _help = help;
        _type = type;
        _observed = observed;
        _buckets = buckets;
    }

    public string Name { get; }

    public static PrometheusFamily For(Instrument instrument)
    {
        var buckets = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? bounds.ToArray() : [];
        var type = instrument switch
        {
            Histogram<double> => "histogram",
            Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double> => "counter",
            _ => "gauge",
        };
        return new PrometheusFamily(instrument.Name, instrument.Description ?? "", type, instrument.IsObservable, buckets);
    }

    /// <summary>Begins a series before its first measurement.</summary>
    public void Begin(ReadOnlySpan<KeyValuePair<string, object?>> labels) => _series.GetOrAdd(PrometheusText.Labels(labels), static (_, family) => new PrometheusSeries(family._buckets), this);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var series = _series.GetOrAdd(PrometheusText.Labels(labels), static (_, family) => new PrometheusSeries(family._buckets), this);
        if (_type == "histogram") series.Observe(value);
        else if (_observed) series.Set(value);
        else series.Add(value);
    }

    /// <summary>Forgets what observed instruments said last time: a source that is gone leaves no stale series.</summary>
    public void BeginScrape()
    {
        if (_observed) _series.Clear();
    }

    public void Write(StringBuilder text)
    {
        PrometheusText.Begin(text, Name, _type, _help);
        foreach (var (labels, series) in _series.OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            if (_type == "histogram") series.WriteHistogram(text, Name, labels);
            else PrometheusText.Sample(text, Name, labels, series.Value);
        }
    }
}
