using System.Globalization;

namespace Argos.Rules.Cli.Engines;

/// <summary>The metrics of an engine at one moment, out of Prometheus' text format.</summary>
internal sealed class MetricsText
{
    private readonly List<Sample> _samples = [];

    /// <summary>Reads a page; lines that are not samples are passed over.</summary>
    public static MetricsText Read(string page)
    {
        var read = new MetricsText();
        foreach (var line in page.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var space = line.LastIndexOf(' ');
            var brace = line.IndexOf('{', StringComparison.Ordinal);
            if (space < 0 || !double.TryParse(line.AsSpan(space + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) continue;
            var name = line[..(brace >= 0 && brace < space ? brace : space)];
            read._samples.Add(new Sample(name, brace >= 0 && brace < space ? line[(brace + 1)..line.LastIndexOf('}')] : "", value));
        }
        return read;
    }

    /// <summary>The sum of all series of a name whose labels have this.</summary>
    public double Sum(string name, string label = "") =>
        _samples.Where(s => s.Name == name && (label.Length == 0 || s.Labels.Contains(label, StringComparison.Ordinal))).Sum(static s => s.Value);

    /// <summary>The values of a name by a label.</summary>
    public IReadOnlyDictionary<string, double> By(string name, string label) => _samples.Where(s => s.Name == name)
        .GroupBy(s => LabelOf(s.Labels, label), StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Sum(static s => s.Value), StringComparer.Ordinal);

    /// <summary>What stands below a share of the observations since another moment; <see langword="null"/> when there were none.</summary>
    /// <param name="name">The histogram.</param>
    /// <param name="share">The share, such as 0.99.</param>
    /// <param name="since">The other moment.</param>
    public double? Quantile(string name, double share, MetricsText? since)
    {
        var before = since?.By(name + "_bucket", "le");
        var buckets = By(name + "_bucket", "le")
            .Select(b => (Bound: b.Key == "+Inf" ? double.PositiveInfinity : double.Parse(b.Key, CultureInfo.InvariantCulture), Count: b.Value - (before?.GetValueOrDefault(b.Key) ?? 0)))
            .OrderBy(static b => b.Bound).ToArray();
        if (buckets.Length == 0 || buckets[^1].Count <= 0) return null;
        var wanted = share * buckets[^1].Count;
        var (low, below) = (0.0, 0.0);
        foreach (var (bound, count) in buckets)
        {
            if (count >= wanted) return double.IsInfinity(bound) ? low : low + ((bound - low) * (wanted - below) / Math.Max(count - below, 1));
            (low, below) = (bound, count);
        }
        return low;
    }

    private static string LabelOf(string labels, string label)
    {
        var start = labels.IndexOf(label + "=\"", StringComparison.Ordinal);
        if (start < 0) return "";
        start += label.Length + 2;
        var end = labels.IndexOf('"', start);
        return end < 0 ? "" : labels[start..end];
    }

    private readonly record struct Sample(string Name, string Labels, double Value);
}
