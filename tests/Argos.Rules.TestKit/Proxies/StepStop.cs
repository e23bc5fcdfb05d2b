namespace Argos.Rules.TestKit.Proxies;

/// <summary>One stop of one request, from its arming to its release.</summary>
public sealed class StepStop
{
    private readonly TaskCompletionSource<PassingRequest> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<PassingRequest, bool> _which;

    internal StepStop(StopPoint point, Func<PassingRequest, bool> which) => (Point, _which) = (point, which);

    /// <summary>Where it stops.</summary>
    public StopPoint Point { get; }

    /// <summary>Completes when a request is stopped.</summary>
    public Task<PassingRequest> Reached => _reached.Task;

    /// <summary>Lets the request go on. One that was stopped before it was passed on may be sent to another target.</summary>
    public void Release(string? target = null) => _released.TrySetResult(target);

    internal bool Matches(PassingRequest request) => _which(request);

    internal Task<string?> HoldAsync(PassingRequest request, CancellationToken cancellationToken)
    {
        _reached.TrySetResult(request);
        return _released.Task.WaitAsync(cancellationToken);
    }
}
