namespace Argos.Rules.Mgmt.Watching;

/// <summary>
/// Waits longer after each failure, doubling up to a limit, never exactly as long as its neighbours; restarts after a healthy while.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider time, Random random)
{
    private static readonly TimeSpan HealthyAfter = TimeSpan.FromSeconds(120);
    private TimeSpan? _next;
    private long? _lastFailure;

    /// <summary>The pauses towards an API server.</summary>
    public static Backoff ForApiServer(TimeProvider time, Random random) =>
        new(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(30), time, random);

    /// <summary>The pause after one more failure: between half and the whole of the current step.</summary>
    public TimeSpan Next()
    {
        var step = _next ?? first;
        if (_lastFailure is { } last && time.GetElapsedTime(last) > HealthyAfter + step) step = first;
        _lastFailure = time.GetTimestamp();
        _next = step * 2 < longest ? step * 2 : longest;
        return step * (0.5 + (random.NextDouble() / 2));
    }

    /// <summary>Takes the pause after one more failure.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(), time, cancellationToken);

    /// <summary>The other side is well again.</summary>
    public void Reset() => _next = null;
}
