using System.Diagnostics.Metrics;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Mgmt.Diagnostics;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>The names of the metrics that the two programs really have.</summary>
internal static class KnownMetrics
{
    public static IReadOnlyCollection<string> All { get; } = [.. Engine(), .. Mgmt()];

    private static List<string> Engine()
    {
        List<string> names = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.Add(instrument.Name) };
        using var metrics = new EngineMetrics();
        new FactMetrics(metrics).ObserveOpenBreakers(static () => []);
        metrics.ObserveReady(static () => true);
        metrics.ObservePods(static () => 0);
        metrics.ObservePolicies(static () => 0);
        metrics.ObserveRevision(static () => 0);
        metrics.ObserveWaiting(static () => 0);
        metrics.ObserveSuspended(static () => 0);
        metrics.ObserveAuditQueue(static () => 0, static () => 0);
        metrics.ObserveCertificate(static () => 0);
        metrics.ObserveCertificateObtained(static () => 0);
        metrics.ObserveSync(static () => []);
        metrics.ObserveCanaries(static () => []);
        metrics.ObserveState(static () => null, static () => false);
        listener.Start();
        return names;
    }

    private static IEnumerable<string> Mgmt()
    {
        var health = new SyncHealth(new SyncOptions(), TimeProvider.System);
        health.Accept();
        var view = new ClusterView(1, 1, keysRequired: true);
        view.Keys.Fetched = new LastContact(TimeProvider.System);
        var page = MetricsPage.Write(new MgmtMetrics(), health, view);
        return page.Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(' ', '{')[0]);
    }
}
