using System.Runtime.InteropServices;

namespace Argos.Rules.Engine.Audit;

/// <summary>Begins the audit file again on SIGHUP, as programs that rotate logs expect.</summary>
internal sealed class AuditReopen(AuditSink sink) : IHostedService, IDisposable
{
    private PosixSignalRegistration? _hangUp;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            sink.Reopen();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _hangUp?.Dispose();
}
