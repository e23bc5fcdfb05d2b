using Argos.Rules.Cli.Terminals;
using Argos.Rules.Enrollment;

namespace Argos.Rules.Cli.Certificates;

/// <summary>Asks once, or stays; says each time what happened.</summary>
internal sealed class CertRun(CertificatesOptions options, CertificateFolder folder, Terminal terminal)
{
    private readonly CertificateRenewer _renewer = new(options, folder, terminal.Time);

    public async Task<int> OnceAsync(bool force, bool register, CancellationToken cancellation)
    {
        var (due, present) = _renewer.Look(jitter: 0);
        if (!force && !register && present is not null && due > terminal.Time.GetUtcNow())
        {
            await terminal.Out.WriteLineAsync($"the certificate of {options.Identity} is valid until {present.NotAfter:u} and not due before {due:u}; `--force` asks nevertheless");
            return ExitCodes.Ok;
        }
        var outcome = await _renewer.ObtainAsync(register, cancellation);
        Report(outcome);
        return outcome is CertificateOutcome.Obtained ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>Stays until it is asked to stop: that is its good end.</summary>
    public async Task<int> StayAsync(CancellationToken cancellation)
    {
        if (_renewer.Look(jitter: 0).Present is { } present)
            await terminal.Out.WriteLineAsync($"there is a certificate of `{present.Subject}`, valid until {present.NotAfter:u}");
        try
        {
            await _renewer.RunAsync((outcome, next) =>
            {
                Report(outcome);
                terminal.Out.WriteLine($"next attempt at {next:u}");
                terminal.Out.Flush();
            }, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await terminal.Out.WriteLineAsync("stopped");
        }
        return ExitCodes.Ok;
    }

    private void Report(CertificateOutcome outcome)
    {
        switch (outcome)
        {
            case CertificateOutcome.Obtained { Pair: var pair }:
                terminal.Out.WriteLine($"obtained `{pair.Subject}`, serial {pair.Serial}, valid from {pair.NotBefore:u} until {pair.NotAfter:u}");
                break;
            case CertificateOutcome.Failed { Problem: var problem }:
                terminal.Error.WriteLine("argos: " + problem);
                break;
        }
    }
}
