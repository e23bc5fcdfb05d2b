using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>Every instrument of the engine; the names of metrics and labels stand only here. Labels come from closed or bounded sets.</summary>
internal sealed class EngineMetrics : IDisposable
{
    /// <summary>The bound on label values that policies can choose: codes and policy ids.</summary>
    private const int MaximumLabelValues = 200;

    private static readonly InstrumentAdvice<double> DecisionBuckets = new()
    {
        HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<double> CompileBuckets = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly BoundedLabels _codes = new(MaximumLabelValues);
    private readonly BoundedLabels _policies = new(MaximumLabelValues);
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _codesGiven;
    private readonly Histogram<double> _decisionSeconds;
    private readonly Counter<long> _policyFailures;
    private readonly Counter<long> _suspensions;
    private readonly Counter<long> _shadows;
    private readonly Counter<long> _shadowDrops;
    private readonly Counter<long> _compiles;
    private readonly Histogram<double> _compileSeconds;
    private readonly Counter<long> _activations;
    private readonly Counter<long> _refusedRequests;
    private readonly Counter<long> _refusedHandshakes;
    private readonly Counter<long> _auditDrops;
    private readonly Counter<long> _auditRestarts;
    private readonly Counter<long> _certificateReloads;
    private readonly Counter<long> _certificateRequests;

    public EngineMetrics()
    {
        Meter = new Meter("argos");
        // First: what is measured before somebody listens is lost.
        Exporter = new PrometheusExporter(Meter);
        _decisions = Meter.CreateCounter<long>("argos_decisions_total", null, "Decisions by operation and outcome.");
        _codesGiven = Meter.CreateCounter<long>("argos_decision_codes_total", null, "Reason codes of decisions that were not granted; a decision may have several.");
        _decisionSeconds = Meter.CreateHistogram("argos_decision_duration_seconds", null, "Time from the confirmation to the decision, waiting included.", advice: DecisionBuckets);
        _policyFailures = Meter.CreateCounter<long>("argos_policy_failures_total", null, "Policies that threw, ran out of a budget or out of time, by policy.");
        _suspensions = Meter.CreateCounter<long>("argos_policy_suspensions_total", null, "Policies suspended for using up their budget again and again, by policy and scope (caller, policy).");
        _shadows = Meter.CreateCounter<long>("argos_shadow_evaluations_total", null, "Evaluations of shadow policies, by policy and outcome.");
        _shadowDrops = Meter.CreateCounter<long>("argos_shadow_dropped_total", null, "Decisions whose shadow policies were not evaluated: too many waited, or there was no trial process.");
        _compiles = Meter.CreateCounter<long>("argos_policy_compiles_total", null, "Compilations by result.");
        _compileSeconds = Meter.CreateHistogram("argos_policy_compile_duration_seconds", null, "Time to compile a policy.", advice: CompileBuckets);
        _activations = Meter.CreateCounter<long>("argos_policy_activations_total", null, "Policies put in force or refused, by result.");
        _refusedRequests = Meter.CreateCounter<long>("argos_callback_refused_total", null, "Callbacks refused before a decision, by HTTP status.");
        _refusedHandshakes = Meter.CreateCounter<long>(
            "argos_handshakes_refused_total", null, "Clients refused in the TLS handshake of the callback listener, by reason (certificate, name).");
        _auditDrops = Meter.CreateCounter<long>("argos_audit_dropped_total", null, "Audit records that could not be written.");
        _auditRestarts = Meter.CreateCounter<long>("argos_audit_writer_restarts_total", null, "Times that the writer of audit records failed at one and went on with the next.");
        _certificateReloads = Meter.CreateCounter<long>("argos_certificate_reloads_total", null, "Loads of the callback listener's certificate set, by result.");
        _certificateRequests = Meter.CreateCounter<long>("argos_certificate_requests_total", null, "Requests to ZTS for the provider's own certificate, by result.");
        ProcessMetrics.Register(Meter);
        // A counter that is missing until its first event cannot be alerted on.
        _auditDrops.Add(0);
        _shadowDrops.Add(0);
        _auditRestarts.Add(0);
        _certificateReloads.Add(0, Label("result", "failed"));
    }

    /// <summary>Where further instruments are made.</summary>
    public Meter Meter { get; }

    public PrometheusExporter Exporter { get; }

    /// <summary>Counts a decision of any outcome.</summary>
    public void Decided(InstanceOperation operation, DecisionOutcome outcome, ImmutableArray<string> codes, TimeSpan elapsed)
    {
        var outcomeLabel = Label("outcome", OutcomeName(outcome));
        _decisions.Add(1, Label("operation", OperationName(operation)), outcomeLabel);
        _decisionSeconds.Record(elapsed.TotalSeconds, outcomeLabel);
        foreach (var code in codes) _codesGiven.Add(1, outcomeLabel, Label("code", _codes.Bound(code)));
    }

    /// <summary>Counts a policy that threw, ran out of a budget or out of time.</summary>
    public void PolicyFailed(string policy) => _policyFailures.Add(1, Label("policy", _policies.Bound(policy)));

    /// <summary>Counts a policy that is suspended for one caller or as a whole.</summary>
    public void PolicySuspended(string policy, bool whole) => _suspensions.Add(1, Label("policy", _policies.Bound(policy)), Label("scope", whole ? "policy" : "caller"));

    /// <summary>Counts an evaluation of a shadow policy; the outcome is from a closed set.</summary>
    public void ShadowEvaluated(string policy, string outcome) => _shadows.Add(1, Label("policy", _policies.Bound(policy)), Label("outcome", outcome));

    /// <summary>Counts a decision whose shadow policies were not evaluated.</summary>
    public void ShadowDropped() => _shadowDrops.Add(1);

    /// <summary>Counts a compilation.</summary>
    public void Compiled(bool succeeded, TimeSpan elapsed)
    {
        _compiles.Add(1, Label("result", succeeded ? "ok" : "failed"));
        _compileSeconds.Record(elapsed.TotalSeconds);
    }

    /// <summary>Counts a policy that was put in force, or refused after it compiled.</summary>
    public void Activated(bool succeeded) => _activations.Add(1, Label("result", succeeded ? "ok" : "refused"));

    /// <summary>Counts a callback that was refused before there was a confirmation to decide.</summary>
    public void CallbackRefused(int status) => _refusedRequests.Add(1, Label("status", StatusName(status)));

    /// <summary>Counts a client that was refused in the handshake, for its certificate or for its name.</summary>
    public void HandshakeRefused(string reason) => _refusedHandshakes.Add(1, Label("reason", reason));

    /// <summary>Counts audit records that were lost.</summary>
    public void AuditDropped(long records) => _auditDrops.Add(records);

    /// <summary>Counts a failure of the writer of audit records that it survived.</summary>
    public void AuditWriterRestarted() => _auditRestarts.Add(1);

    /// <summary>Counts a load of the certificate set.</summary>
    public void CertificatesLoaded(bool succeeded) => _certificateReloads.Add(1, Label("result", succeeded ? "ok" : "failed"));

    /// <summary>Counts requests for the provider's own certificate; the result is from a closed set.</summary>
    public void CertificateRequests(long requests, string result) => _certificateRequests.Add(requests, Label("result", result));

    public void ObserveReady(Func<bool> ready) => Gauge("argos_ready", "Whether callbacks are decided (1) or answered 504 (0).", () => ready() ? 1 : 0);

    public void ObservePods(Func<int> pods) => Gauge("argos_pods", "Replicated pods.", () => pods());

    public void ObservePolicies(Func<int> policies) => Gauge("argos_policies", "Policies in force.", () => policies());

    public void ObserveRevision(Func<long> revision) => Gauge("argos_snapshot_revision", "Revision of the current snapshot of policies and data.", () => revision());

    public void ObserveWaiting(Func<int> waiting) => Gauge("argos_decisions_waiting", "Decisions that wait for data.", () => waiting());

    public void ObserveSuspended(Func<int> policies) => Gauge("argos_policies_suspended", "Policies that are suspended for everyone.", () => policies());

    public void ObserveAuditQueue(Func<int> queued, Func<long> bytes)
    {
        Gauge("argos_audit_queue_length", "Audit records that wait to be written.", () => queued());
        Gauge("argos_audit_queue_bytes", "Memory that these records take, about.", () => bytes());
    }

    public void ObserveCertificate(Func<double> secondsLeft) =>
        Gauge("argos_certificate_expiry_seconds", "Time until the callback listener's server certificate expires; negative when it has.", secondsLeft);

    public void ObserveCertificateObtained(Func<double> unixSeconds) =>
        Gauge("argos_certificate_obtained_timestamp_seconds", "When this process last obtained the provider's own certificate from ZTS, in Unix time; 0 for not yet.", unixSeconds);

    /// <summary>The connections of each listener.</summary>
    public void ObserveConnections(Func<IEnumerable<ListenerUse>> listeners)
    {
        Meter.CreateObservableGauge(
            "argos_connections", () => listeners().Select(static l => new Measurement<double>(l.Open, Label("listener", l.Listener))), null, "Open connections, by listener.");
        Meter.CreateObservableCounter(
            "argos_connections_dropped_total", () => listeners().Select(static l => new Measurement<long>(l.Dropped, Label("listener", l.Listener))), null,
            "Connections closed to make room for others, or for being without a request for too long, by listener.");
        Meter.CreateObservableCounter(
            "argos_connections_refused_total", () => listeners().Select(static l => new Measurement<long>(l.Refused, Label("listener", l.Listener))), null,
            "Connections refused because all others had requests, by listener.");
    }

    /// <summary>Age and completeness of each source.</summary>
    public void ObserveSync(Func<IEnumerable<(string Source, double AgeSeconds, bool Complete)>> sources)
    {
        Meter.CreateObservableGauge(
            "argos_sync_age_seconds",
            () => sources().Select(static s => new Measurement<double>(s.AgeSeconds, Label("source", s.Source))), null, "Time since a source last declared its set.");
        Meter.CreateObservableGauge(
            "argos_sync_complete",
            () => sources().Select(static s => new Measurement<double>(s.Complete ? 1 : 0, Label("source", s.Source))), null, "Whether a source's last declaration agreed with what the engine holds.");
    }

    public void Dispose()
    {
        Exporter.Dispose();
        Meter.Dispose();
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static string OutcomeName(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.Denied => "denied",
        _ => "undecided",
    };

    private static string OperationName(InstanceOperation operation) => operation == InstanceOperation.Register ? "register" : "refresh";

    private static string StatusName(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Gauge(string name, string help, Func<double> read) => Meter.CreateObservableGauge(name, read, null, help);
}
