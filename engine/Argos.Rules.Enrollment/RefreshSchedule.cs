namespace Argos.Rules.Enrollment;

/// <summary>When to ask for a certificate.</summary>
internal static class RefreshSchedule
{
    /// <summary>Between two requests that succeed: a ZTS that gives certificates of no life must not be asked without end.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaximumRetry = TimeSpan.FromMinutes(10);

    /// <summary>When the next certificate is asked for.</summary>
    /// <param name="notBefore">Begin of the current one.</param>
    /// <param name="notAfter">Its end.</param>
    /// <param name="share">The share of its life after which to refresh.</param>
    /// <param name="jitter">From 0 to 1: how much of a tenth of that time sooner.</param>
    public static DateTimeOffset Due(DateTimeOffset notBefore, DateTimeOffset notAfter, double share, double jitter) =>
        notBefore + (notAfter - notBefore) * (share * (1 - 0.1 * jitter));

    /// <summary>How long to wait after failures in a row: twice as long each time, up to ten minutes, a fifth more or less.</summary>
    /// <param name="failures">How many; at least one.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan Retry(int failures, double jitter)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
        return (wait < MaximumRetry ? wait : MaximumRetry) * (0.8 + 0.4 * jitter);
    }
}
