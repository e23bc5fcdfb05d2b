namespace Argos.Rules.TestKit.Kubernetes.Requests;

/// <summary>A time in which watches are silent. What was made in it is sent when it ends.</summary>
internal sealed class WatchHold
{
    private readonly TaskCompletionSource<bool> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the end; says whether what has gathered is to be turned round.</summary>
    public Task<bool> Released => _released.Task;

    public void Release(bool reverse) => _released.TrySetResult(reverse);
}
