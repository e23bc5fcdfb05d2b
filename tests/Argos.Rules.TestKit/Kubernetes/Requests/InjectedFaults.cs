using System.Collections.Immutable;
using System.Net;

namespace Argos.Rules.TestKit.Kubernetes.Requests;

/// <summary>What goes wrong, on demand.</summary>
public sealed class InjectedFaults
{
    private readonly Lock _gate = new();
    private readonly List<Failure> _failures = [];
    private ImmutableHashSet<(string Verb, string Resource, string? Namespace)> _denied = [];
    private WatchHold? _hold;

    /// <summary>Sends every watch event twice.</summary>
    public bool DuplicateEvents { get; set; }

    /// <summary>Waits this long, on the server's clock, before each watch event.</summary>
    public TimeSpan EventDelay { get; set; }

    /// <summary>Refuses a verb on a resource (<c>pods</c>, <c>pods/status</c>) with 403, in one namespace or everywhere.</summary>
    public void Deny(string verb, string resource, string? @namespace = null) =>
        ImmutableInterlocked.Update(ref _denied, denied => denied.Add((verb, resource, @namespace)));

    /// <summary>Takes all refusals back.</summary>
    public void AllowAll() => _denied = [];

    /// <summary>Answers the next requests of a sort with a status; <paramref name="retryAfter"/> becomes the header of that name.</summary>
    public void Fail(HttpStatusCode status, int times, Func<RecordedRequest, bool> which, TimeSpan? retryAfter = null)
    {
        lock (_gate) _failures.Add(new Failure(status, which, retryAfter) { Left = times });
    }

    /// <summary>Keeps watch streams open but sends nothing more on them.</summary>
    public void HoldWatches()
    {
        lock (_gate) _hold ??= new WatchHold();
    }

    /// <summary>Sends what was held back, in order or the other way round.</summary>
    public void ReleaseWatches(bool reverse = false)
    {
        lock (_gate)
        {
            _hold?.Release(reverse);
            _hold = null;
        }
    }

    /// <summary>What keeps a line that is made now from being sent.</summary>
    internal WatchHold? Hold
    {
        get { lock (_gate) return _hold; }
    }

    internal bool Denies(RecordedRequest request) =>
        _denied.Contains((request.Verb, request.Resource, null)) || _denied.Contains((request.Verb, request.Resource, request.Namespace));

    internal (HttpStatusCode Status, TimeSpan? RetryAfter)? TakeFailure(RecordedRequest request)
    {
        lock (_gate)
        {
            var failure = _failures.Find(f => f.Left > 0 && f.Which(request));
            if (failure is null) return null;
            failure.Left--;
            return (failure.Status, failure.RetryAfter);
        }
    }

    private sealed record Failure(HttpStatusCode Status, Func<RecordedRequest, bool> Which, TimeSpan? RetryAfter)
    {
        public int Left { get; set; }
    }
}
