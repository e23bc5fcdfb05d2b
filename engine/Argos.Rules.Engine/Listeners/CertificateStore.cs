using System.Net.Security;
using System.Runtime.InteropServices;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Hosting.Trust;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// The certificate set in force, looked at every few seconds and on SIGHUP. A set that cannot be used never replaces one that can.
/// </summary>
internal sealed partial class CertificateStore : BackgroundService, IClientCertificateSource
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CertificateFiles _files;
    private readonly EngineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<CertificateStore> _logger;
    private readonly ICertificateJournal? _journal;
    private readonly Lock _reload = new();
    private CertificateSet? _current;
    private string _fingerprint;

    /// <summary>Loads the first set.</summary>
    /// <exception cref="CertificateSetException">It cannot be used.</exception>
    public CertificateStore(CertificateFiles files, EngineMetrics metrics, TimeProvider time, ILogger<CertificateStore> logger, ICertificateJournal? journal = null)
    {
        _files = files;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _journal = journal;
        using var contents = CertificateSetReader.Read(files);
        var (set, problem) = CertificateSetReader.Parse(files, contents);
        if (set is null && (!files.Awaited || CertificateSetReader.ClientCaProblem(files) is not null)) throw new CertificateSetException(problem!);
        _current = set;
        _fingerprint = contents.Fingerprint();
        if (set is null) LogAwaited(problem!);
        else metrics.CertificatesLoaded(succeeded: true);
        if (set is not null) _journal?.Loaded(null, set, null);
        metrics.ObserveCertificate(() => Current is { } current ? current.NotAfter.ToUnixTimeSeconds() : 0);
    }

    /// <summary>The set in force; <see langword="null"/> only until the engine has obtained its first certificate.</summary>
    public CertificateSet? Current => Volatile.Read(ref _current);

    /// <summary>The pair in force, for calls in which the engine is the client.</summary>
    public SslStreamCertificateContext? Read() => Current?.Pair;

    /// <summary>Looks at the files once; does nothing when they are as they were.</summary>
    public void Reload()
    {
        lock (_reload)
        {
            using var contents = CertificateSetReader.Read(_files);
            var fingerprint = contents.Fingerprint();
            if (fingerprint == _fingerprint) return;
            _fingerprint = fingerprint;
            var (set, problem) = CertificateSetReader.Parse(_files, contents);
            _metrics.CertificatesLoaded(set is not null);
            if (set is null)
            {
                LogKept(problem!);
                _journal?.Loaded(_current, null, problem);
                return;
            }
            _journal?.Loaded(_current, set, null);
            Volatile.Write(ref _current, set);
            LogReplaced(set.Subject, set.NotAfter);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            TryReload();
        });
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) TryReload();
    }

    private void TryReload()
    {
        try
        {
            Reload();
        }
        catch (Exception e)
        {
            LogFailed(e);
            _metrics.CertificatesLoaded(succeeded: false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No certificate to serve yet, it is being obtained: {Problem}")]
    private partial void LogAwaited(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificates replaced: {Subject}, valid until {NotAfter}")]
    private partial void LogReplaced(string subject, DateTimeOffset notAfter);

    [LoggerMessage(Level = LogLevel.Error, Message = "New certificates cannot be used, the old ones stay: {Problem}")]
    private partial void LogKept(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for new certificates failed, the old ones stay")]
    private partial void LogFailed(Exception exception);
}
