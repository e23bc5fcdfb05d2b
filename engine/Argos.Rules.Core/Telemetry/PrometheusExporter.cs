using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Argos.Rules.Core.Telemetry;

/// <summary>Gathers the measurements of one meter and gives them in Prometheus' text format.</summary>
internal sealed class PrometheusExporter : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<string, PrometheusFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _scrape = new();

    public PrometheusExporter(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter)) return;
            var family = _families.GetOrAdd(instrument.Name, static (_, i) => PrometheusFamily.For(i), instrument);
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, labels, family) => ((PrometheusFamily)family!).Record(value, labels));
        _listener.SetMeasurementEventCallback<double>(static (_, value, labels, family) => ((PrometheusFamily)family!).Record(value, labels));
        _listener.Start();
    }

    /// <summary>Begins a series of a histogram before its first measurement: of a counter, adding 0 does.</summary>
    public void Begin(Instrument histogram, params ReadOnlySpan<KeyValuePair<string, object?>> labels) => _families[histogram.Name].Begin(labels);

    /// <summary>The state of every instrument now.</summary>
    public string Scrape()
    {
        lock (_scrape)
        {
            foreach (var family in _families.Values) family.BeginScrape();
            _listener.RecordObservableInstruments();
            var text = new System.Text.StringBuilder(8192);
            foreach (var family in _families.Values.OrderBy(static f => f.Name, StringComparer.Ordinal)) family.Write(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();
}
