using System.Diagnostics.Metrics;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Tests.Telemetry;

internal sealed class PrometheusExporterTests
{
    private Meter _meter = null!;
    private PrometheusExporter _exporter = null!;

    [SetUp]
    public void Prepare()
    {
        _meter = new Meter("test");
        _exporter = new PrometheusExporter(_meter);
    }

    [TearDown]
    public void CleanUp()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Test]
    public void Scrape_of_a_counter_sums_by_labels()
    {
        var counter = _meter.CreateCounter<long>("hits_total", null, "Hits.");
        counter.Add(1, new KeyValuePair<string, object?>("a", "x"));
        counter.Add(2, new KeyValuePair<string, object?>("a", "x"));
        counter.Add(5, new KeyValuePair<string, object?>("a", "y"));

        Assert.That(_exporter.Scrape(), Is.EqualTo("# HELP hits_total Hits.\n# TYPE hits_total counter\nhits_total{a=\"x\"} 3\nhits_total{a=\"y\"} 5\n"));
    }

    [Test]
    public void Scrape_escapes_labels_and_help()
    {
        var counter = _meter.CreateCounter<long>("odd_total", null, "One\\two\nthree");
        counter.Add(1, new KeyValuePair<string, object?>("a", "q\"b\\n\nz"));

        Assert.That(_exporter.Scrape(), Is.EqualTo("# HELP odd_total One\\\\two\\nthree\n# TYPE odd_total counter\nodd_total{a=\"q\\\"b\\\\n\\nz\"} 1\n"));
    }

    [Test]
    public void Scrape_of_a_histogram_has_cumulative_buckets_that_include_their_bound()
    {
        var histogram = _meter.CreateHistogram("wait_seconds", null, "Wait.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in (double[])[0.25, 0.5, 0.75, 4]) histogram.Record(value, new KeyValuePair<string, object?>("k", "v"));

        Assert.That(_exporter.Scrape(), Does.EndWith("""
            # TYPE wait_seconds histogram
            wait_seconds_bucket{k="v",le="0.5"} 2
            wait_seconds_bucket{k="v",le="1"} 3
            wait_seconds_bucket{k="v",le="+Inf"} 4
            wait_seconds_sum{k="v"} 5.5
            wait_seconds_count{k="v"} 4

            """));
    }

    [Test]
    public void Scrape_of_an_observed_gauge_forgets_series_that_are_gone()
    {
        string[] sources = ["a", "b"];
        _meter.CreateObservableGauge("age_seconds", () => sources.Select(static s => new Measurement<double>(1.5, new KeyValuePair<string, object?>("source", s))), null, "Age.");
        Assert.That(_exporter.Scrape(), Does.Contain("age_seconds{source=\"a\"} 1.5\nage_seconds{source=\"b\"} 1.5\n"));

        sources = ["b"];

        Assert.That(_exporter.Scrape(), Does.Not.Contain("source=\"a\""));
    }

    [Test]
    public void Every_series_of_a_closed_set_begins_with_the_start()
    {
        using var metrics = new EngineMetrics();
        new FactMetrics(metrics).Begin("dns");
        metrics.PolicyActive("a.csx", shadow: true);

        var text = metrics.Exporter.Scrape();

        var measured = text.Split('\n').Where(static line => line.StartsWith("# TYPE ", StringComparison.Ordinal) && !line.EndsWith(" gauge", StringComparison.Ordinal)).Select(static line => line.Split(' ')[2]).ToArray();
        // This one belongs to a task that not every engine has, and begins with it.
        var without = measured.Except(["argos_certificate_requests_total"]).Where(name => !text.Split('\n').Any(line => line.StartsWith(name, StringComparison.Ordinal)));
        Assert.That(measured, Has.Length.GreaterThan(20));
        Assert.That(without, Is.Empty);
        Assert.That(text, Does.Contain("argos_decision_codes_total{outcome=\"undecided\",code=\"not-ready\"} 0\n").And.Contain("argos_decision_duration_seconds_count{outcome=\"allowed\"} 0\n"));
        Assert.That(text, Does.Contain("argos_shadow_differences_total{policy=\"a.csx\",kind=\"denied-allow\"} 0\n").And.Contain("argos_fact_requests_total{kind=\"dns\",outcome=\"failed\"} 0\n"));
    }

    [Test]
    public void Scrape_leaves_out_other_meters()
    {
        using var other = new Meter("test");
        other.CreateCounter<long>("foreign_total").Add(1);

        Assert.That(_exporter.Scrape(), Is.Empty);
    }

    [Test]
    public void Decided_counts_outcome_codes_and_latency()
    {
        using var metrics = new EngineMetrics();
        metrics.Decided(InstanceOperation.Refresh, DecisionOutcome.Denied, ["pod-unknown", "san-ip-foreign"], TimeSpan.FromMilliseconds(3));

        var text = metrics.Exporter.Scrape();

        Assert.That(text, Does.Contain("argos_decisions_total{operation=\"refresh\",outcome=\"denied\"} 1\n"));
        Assert.That(text, Does.Contain("argos_decision_codes_total{outcome=\"denied\",code=\"pod-unknown\"} 1\n"));
        Assert.That(text, Does.Contain("argos_decision_duration_seconds_bucket{outcome=\"denied\",le=\"0.0025\"} 0\n"));
        Assert.That(text, Does.Contain("argos_decision_duration_seconds_bucket{outcome=\"denied\",le=\"0.005\"} 1\n"));
    }

    [Test]
    public void Decided_with_ever_new_codes_makes_a_bounded_number_of_series()
    {
        using var metrics = new EngineMetrics();
        for (var i = 0; i < 1000; i++) metrics.Decided(InstanceOperation.Register, DecisionOutcome.Denied, ["code-" + i], TimeSpan.Zero);

        var series = metrics.Exporter.Scrape().Split('\n').Count(static line => line.StartsWith("argos_decision_codes_total{", StringComparison.Ordinal));

        Assert.That(series, Is.EqualTo(201));
    }

    [Test]
    public void Scrape_has_help_and_type_for_every_sample()
    {
        using var metrics = new EngineMetrics();
        metrics.Compiled(true, TimeSpan.FromSeconds(1));
        metrics.PolicyFailed("p");
        var lines = metrics.Exporter.Scrape().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var typed = lines.Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static l => l.Split(' ')[2]).ToArray();

        foreach (var line in lines.Where(static l => !l.StartsWith('#')))
        {
            Assert.That(line, Does.Match("^[a-z_:][a-z0-9_:]*(\\{[a-z_]+=\"([^\"\\\\]|\\\\.)*\"(,[a-z_]+=\"([^\"\\\\]|\\\\.)*\")*\\})? -?[0-9][0-9.E+-]*$"));
            Assert.That(typed.Any(name => line.StartsWith(name, StringComparison.Ordinal)), Is.True, line);
        }
        Assert.That(typed, Does.Contain("process_resident_memory_bytes").And.Contain("argos_build_info").And.Contain("argos_audit_dropped_total"));
    }
}
