using System.Text;
using Argos.Rules.Hosting.Metrics;

namespace Argos.Rules.Core.Telemetry;

/// <summary>The state of one series: a value, or the buckets of a histogram.</summary>
internal sealed class PrometheusSeries(double[] bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _value;

    public double Value
    {
        get
        {
            lock (_lock) return _value;
        }
    }

    public void Set(double value)
    {
        lock (_lock) _value = value;
    }

    public void Add(double value)
    {
        lock (_lock) _value += value;
    }

    /// <summary>Puts a value in the first bucket whose upper bound it does not exceed.</summary>
    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket]) bucket++;
        lock (_lock)
        {
            _buckets[bucket]++;
            _value += value;
        }
    }

    public void WriteHistogram(StringBuilder text, string name, string labels)
    {
        long[] buckets;
        double sum;
        lock (_lock)
        {
            buckets = [.. _buckets];
            sum = _value;
        }
        var prefix = labels.Length == 0 ? "" : labels + ",";
        long total = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            total += buckets[i];
            var bound = i < bounds.Length ? PrometheusText.Number(bounds[i]) : "+Inf";
            PrometheusText.Sample(text, name + "_bucket", $"{prefix}le=\"{bound}\"", total);
        }
        PrometheusText.Sample(text, name + "_sum", labels, sum);
        PrometheusText.Sample(text, name + "_count", labels, total);
    }
}
