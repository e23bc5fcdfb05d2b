using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Kubernetes;

/// <summary>
/// Fetches a pod that a decision waits for and the watch has not brought yet: one at a time, with the selectors of the watch, not more
/// often than ten times a second in the long run, and a moment later when there was nothing new. What the watch has passed
/// already is not taken: a pod that is gone stays gone. What the API server does not have is reported to the engine.
/// </summary>
/// <param name="api">The API server.</param>
/// <param name="pending">What is waited for.</param>
/// <param name="pods">The watches of pods, and the stores that they fill.</param>
/// <param name="reader">Says what is kept of a pod.</param>
/// <param name="runtime">The clock and the logger.</param>
internal sealed partial class PodFetcher(
    ApiClient api,
    PendingFetches pending,
    IReadOnlyList<(ResourceQuery Query, Store<ProjectedObject> Store)> pods,
    IObjectReader<ProjectedObject> reader,
    (TimeProvider Time, ILogger<PodFetcher> Logger) runtime)
{
    private const int Burst = 20;
    private const int MaximumRemembered = 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NothingNew = TimeSpan.FromSeconds(1);

    // A decision does not wait longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<ObjectName, long> _nothingNew = [];
    private readonly Dictionary<ObjectName, PendingFetch> _postponed = [];
    private readonly Lock _lock = new();
    private readonly long _started = runtime.Time.GetTimestamp();
    private TimeSpan _free = -(Interval * Burst);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var pod = await pending.NextAsync(cancellationToken);
            var name = pod.Name;
            if (!IsName(name.Namespace) || !IsName(name.Name) || WatchOf(name.Namespace) is not { } watch || IsPostponed(pod, cancellationToken)) continue;
            await PaceAsync(cancellationToken);
            var found = await FetchAsync(pod, watch.Query, watch.Store, cancellationToken);
            if (!found) Remember(name);
            pending.Fetched(found);
        }
    }

    // It becomes part of a path and of a selector.
    private static bool IsName(string name) => name.Length is > 0 and <= 253 && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') && char.IsAsciiLetterOrDigit(name[0]);

    private (ResourceQuery Query, Store<ProjectedObject> Store)? WatchOf(string name)
    {
        foreach (var watch in pods)
            if (watch.Query.Namespace is null || watch.Query.Namespace == name) return watch;
        return null;
    }

    private async Task<bool> FetchAsync(PendingFetch wish, ResourceQuery query, Store<ProjectedObject> store,
        CancellationToken cancellationToken)
    {
        var name = wish.Name;
        using var late = new CancellationTokenSource(Patience, runtime.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // Without a version the API server answers with what is true now, not with what it remembers.
            using var page = await api.ListAsync(query.Only(name.Namespace, name.Name), "", either.Token);
            var exists = false;
            foreach (var item in page.Items)
            {
                exists = true;
                if (reader.Read(item, out _) is not { } pod || pod.Name != name) continue;
                var taken = store.TryAdd(pod, ObjectMetadata.Version(item));
                LogFetched(runtime.Logger, name, taken);
                return taken;
            }
            if (exists) return false;
            LogNone(runtime.Logger, name);
            // What the watch has brought meanwhile is on its way to the engine.
            if (store.Find(name) is null) pending.Absent.Add(wish);
        }
        catch (ApiException e)
        {
            LogFailed(runtime.Logger, name, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(runtime.Logger, name, "the API server did not answer in time");
        }
        return false;
    }

    // A bucket that holds a burst and is refilled at the interval.
    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        var now = runtime.Time.GetElapsedTime(_started);
        var full = now - (Interval * (Burst - 1));
        if (_free < full) _free = full;
        if (_free > now) await Task.Delay(_free - now, runtime.Time, cancellationToken);
        _free += Interval;
    }

    // Asked again when the moment is over, not at once: an answer of before says nothing to who has begun to wait since.
    private bool IsPostponed(PendingFetch pod, CancellationToken cancellationToken)
    {
        if (!_nothingNew.TryGetValue(pod.Name, out var at)) return false;
        var left = NothingNew - runtime.Time.GetElapsedTime(at);
        if (left <= TimeSpan.Zero) return false;
        lock (_lock)
        {
            if (_postponed.Count < MaximumRemembered && _postponed.TryAdd(pod.Name, pod))
                _ = WantLaterAsync(pod.Name, left, cancellationToken);
            else if (_postponed.ContainsKey(pod.Name)) _postponed[pod.Name] = pod;
        }
        return true;
    }

    private async Task WantLaterAsync(ObjectName name, TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, runtime.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        PendingFetch? pod;
        lock (_lock) _postponed.Remove(name, out pod);
        if (pod is not null && !cancellationToken.IsCancellationRequested) pending.Add(pod);
    }

    private void Remember(ObjectName name)
    {
        if (_nothingNew.Count >= MaximumRemembered) _nothingNew.Clear();
        _nothingNew[name] = runtime.Time.GetTimestamp();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Fetched pod {Pod}, for which a decision waits; newer than what the watch has brought: {Newer}")]
    private static partial void LogFetched(ILogger logger, ObjectName pod, bool newer);

    [LoggerMessage(Level = LogLevel.Debug, Message = "There is no pod {Pod}, for which a decision waits")]
    private static partial void LogNone(ILogger logger, ObjectName pod);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pod {Pod}, for which a decision waits, could not be fetched: {Problem}; it comes with the watch")]
    private static partial void LogFailed(ILogger logger, ObjectName pod, string problem);
}
