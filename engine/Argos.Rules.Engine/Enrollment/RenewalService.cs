using Argos.Rules.Core.Telemetry;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Engine.Enrollment;

/// <summary>Keeps the engine's own certificate fresh in the background; the listener sees the new files by itself.</summary>
internal sealed partial class RenewalService : BackgroundService
{
    private static readonly string[] Results = ["ok", "local", "unreachable", "refused", "unusable"];

    private readonly CertificateRenewer _renewer;
    private readonly EngineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<RenewalService> _logger;
    private long _obtained;

    public RenewalService(CertificateRenewer renewer, EngineMetrics metrics, TimeProvider time, ILogger<RenewalService> logger)
    {
        _renewer = renewer;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        metrics.ObserveCertificateObtained(() => Interlocked.Read(ref _obtained));
        // A counter that is missing until its first event cannot be alerted on.
        foreach (var result in Results) metrics.CertificateRequests(0, result);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the host: a key takes time.
        await Task.Yield();
        await _renewer.RunAsync(Report, stoppingToken);
    }

    private void Report(CertificateOutcome outcome, DateTimeOffset next)
    {
        switch (outcome)
        {
            case CertificateOutcome.Obtained { Pair: var pair }:
                Interlocked.Exchange(ref _obtained, _time.GetUtcNow().ToUnixTimeSeconds());
                _metrics.CertificateRequests(1, "ok");
                LogObtained(pair.Subject, pair.Serial, pair.NotAfter, next);
                break;
            case CertificateOutcome.Failed { Kind: var kind, Problem: var problem }:
                _metrics.CertificateRequests(1, ResultOf(kind));
                LogFailed(kind, problem, next);
                break;
        }
    }

    private static string ResultOf(CertificateFailure kind) => kind switch
    {
        CertificateFailure.Local => "local",
        CertificateFailure.Refused => "refused",
        CertificateFailure.Unusable => "unusable",
        _ => "unreachable",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate obtained: {Subject}, serial {Serial}, valid until {NotAfter}; next at {Next}")]
    private partial void LogObtained(string subject, string serial, DateTimeOffset notAfter, DateTimeOffset next);

    [LoggerMessage(Level = LogLevel.Error, Message = "No new certificate, the old one stays ({Kind}): {Problem}; next attempt at {Next}")]
    private partial void LogFailed(CertificateFailure kind, string problem, DateTimeOffset next);
}
