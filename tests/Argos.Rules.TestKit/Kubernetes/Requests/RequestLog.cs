using System.Collections.Immutable;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.TestKit.Kubernetes.Requests;

/// <summary>All requests so far, in order.</summary>
public sealed class RequestLog
{
    private ImmutableList<RecordedRequest> _requests = [];

    /// <summary>All of them.</summary>
    public ImmutableList<RecordedRequest> All => _requests;

    /// <summary>Those of one verb on one resource.</summary>
    public IReadOnlyList<RecordedRequest> Of(string verb, string resource) => [.. _requests.Where(r => r.Verb == verb && r.Resource == resource)];

    /// <summary>Forgets them.</summary>
    public void Clear() => _requests = [];

    /// <summary>Waits until a request of that sort has come in at least <paramref name="times"/> times.</summary>
    public Task WaitForAsync(string verb, string resource, int times, CancellationToken cancellationToken) =>
        Eventually.HoldsAsync(() => Of(verb, resource).Count >= times, $"{times} requests to {verb} {resource}", TimeSpan.FromSeconds(20), cancellationToken);

    internal void Add(RecordedRequest request) => ImmutableInterlocked.Update(ref _requests, list => list.Add(request));
}
