using System.Text.Json;
using System.Text.RegularExpressions;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>The dashboard asks for metrics that the two programs really have.</summary>
internal sealed partial class DashboardTests
{
    private static JsonElement Dashboard { get; } = JsonElement.Parse(ManifestFiles.Read("k8s/components/dashboard/dashboard.yaml").Text("data/argos-rules.json"));

    private static IEnumerable<string> Queries => Dashboard.GetProperty("panels").EnumerateArray().SelectMany(static p => p.GetProperty("targets").EnumerateArray()).Select(static t => t.GetProperty("expr").GetString()!);

    [Test]
    public void Every_metric_is_known()
    {
        var named = Queries.SelectMany(static query => MetricName().Matches(query)).Select(static m => m.Value.EndsWith("_bucket", StringComparison.Ordinal) ? m.Value[..^"_bucket".Length] : m.Value).Distinct().ToArray();

        Assert.That(named, Has.Length.GreaterThan(15));
        Assert.That(named.Except(KnownMetrics.All), Is.Empty);
    }

    [Test]
    public void Panels_have_ids_of_their_own_and_do_not_overlap()
    {
        var panels = Dashboard.GetProperty("panels").EnumerateArray().ToArray();
        var cells = panels.SelectMany(static panel =>
        {
            var at = panel.GetProperty("gridPos");
            return from x in Enumerable.Range(at.GetProperty("x").GetInt32(), at.GetProperty("w").GetInt32())
                   from y in Enumerable.Range(at.GetProperty("y").GetInt32(), at.GetProperty("h").GetInt32())
                   select (x, y);
        }).ToArray();

        Assert.That(panels.Select(static p => p.GetProperty("id").GetInt32()), Is.Unique);
        Assert.That(cells, Is.Unique);
        Assert.That(cells.Max(static c => c.x), Is.LessThan(24));
    }

    [GeneratedRegex(@"\b(argos|process|dotnet)_[a-z_]+")]
    private static partial Regex MetricName();
}
