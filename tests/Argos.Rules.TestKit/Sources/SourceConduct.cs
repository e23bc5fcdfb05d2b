namespace Argos.Rules.TestKit.Sources;

/// <summary>How a fake of a source behaves beside its answers: outages and slowness, on demand; and what it has seen.</summary>
public sealed class SourceConduct
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _held;
    private int _requests;

    /// <summary>How many requests have come.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Answers 503 to everything while set.</summary>
    public bool Outage { get; set; }

    /// <summary>From now on no request is answered until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate) _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Answers what was held, and everything that comes.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _held?.TrySetResult();
            _held = null;
        }
    }

    /// <summary>Completes when a request has come.</summary>
    public Task ReachedAsync(int requests, CancellationToken cancellationToken) =>
        Time.Eventually.HoldsAsync(() => Requests >= requests, $"{requests} requests to a source", TimeSpan.FromSeconds(20), cancellationToken);

    internal async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        Task held;
        lock (_gate) held = _held?.Task ?? Task.CompletedTask;
        await held.WaitAsync(cancellationToken);
        return !Outage;
    }
}
