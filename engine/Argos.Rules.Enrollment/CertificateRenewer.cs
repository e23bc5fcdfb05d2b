namespace Argos.Rules.Enrollment;

/// <summary>Keeps a certificate fresh: asks when there is none or a share of its life is over, and again and again after a failure. The old pair stays meanwhile.</summary>
internal sealed class CertificateRenewer(CertificatesOptions options, CertificateFolder folder, TimeProvider time)
{
    /// <summary>The clock, and the files, are looked at at least this often.</summary>
    private static readonly TimeSpan MaximumSleep = TimeSpan.FromHours(1);

    private readonly EnrollmentClient _client = new(options, folder, time);

    /// <summary>When the next certificate is to be asked for; the beginning of time when there is none that serves.</summary>
    /// <param name="jitter">See <see cref="RefreshSchedule.Due"/>.</param>
    public (DateTimeOffset Due, CertificatePair? Present) Look(double jitter)
    {
        var present = folder.Read();
        return present is null || present.CommonName != options.Identity || present.NotAfter <= time.GetUtcNow()
            ? (DateTimeOffset.MinValue, present)
            : (RefreshSchedule.Due(present.NotBefore, present.NotAfter, options.RefreshShare, jitter), present);
    }

    /// <summary>One attempt, whether or not it is due.</summary>
    public Task<CertificateOutcome> ObtainAsync(bool register, CancellationToken cancellation) =>
        _client.ObtainAsync(register, cancellation);

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="report">Gets each outcome, and when the next attempt is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(Action<CertificateOutcome, DateTimeOffset> report, CancellationToken cancellation)
    {
        var jitter = Jitter();
        var earliest = DateTimeOffset.MinValue;
        for (var failures = 0; ;)
        {
            while (Later(Look(jitter).Due, earliest) - time.GetUtcNow() is { Ticks: > 0 } left)
                await Task.Delay(left < MaximumSleep ? left : MaximumSleep, time, cancellation);
            var outcome = await AttemptAsync(cancellation);
            jitter = Jitter();
            failures = outcome is CertificateOutcome.Failed ? failures + 1 : 0;
            earliest = time.GetUtcNow() + (failures > 0 ? RefreshSchedule.Retry(failures, jitter) : RefreshSchedule.Minimum);
            report(outcome, Later(Look(jitter).Due, earliest));
        }
    }

    /// <summary>Nothing ends the loop but its cancellation.</summary>
    private async Task<CertificateOutcome> AttemptAsync(CancellationToken cancellation)
    {
        try
        {
            return await ObtainAsync(register: false, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return new CertificateOutcome.Failed(CertificateFailure.Local, "the attempt failed: " + e.Message.ReplaceLineEndings(" "));
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

#pragma warning disable CA5394 // a spread in time is not a secret
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
