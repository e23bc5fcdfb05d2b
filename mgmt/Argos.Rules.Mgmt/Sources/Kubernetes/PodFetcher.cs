using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Kubernetes;

/// <summary>
/// Fetches a pod that a decision waits for and the watch has not brought yet: one at a time, with the selectors of the watch, not more
/// often than ten times a second in the long run, and not again for a moment when there was nothing new. What the watch has passed
/// already is not taken: a pod that is gone stays gone.
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
    private const int MostRemembered = 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NothingNew = TimeSpan.FromSeconds(1);

    // A decision does not wait longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<ObjectName, long> _inVain = [];
    private readonly long _started = runtime.Time.GetTimestamp();
    private TimeSpan _free = -(Interval * Burst);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var name = await pending.NextAsync(cancellationToken);
            if (!IsName(name.Namespace) || !IsName(name.Name) || WasInVain(name) || WatchOf(name.Namespace) is not { } watch) continue;
            await PaceAsync(cancellationToken);
            var found = await FetchAsync(name, watch.Query, watch.Store, cancellationToken);
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

    private async Task<bool> FetchAsync(ObjectName name, ResourceQuery query, Store<ProjectedObject> store, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, runtime.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var page = await api.ListAsync(query.Only(name.Namespace, name.Name), "", either.Token);
            foreach (var item in page.Items)
            {
                if (reader.Read(item, out _) is not { } pod || pod.Name != name) continue;
                var taken = store.TryAdd(pod, ObjectMetadata.Version(item));
                LogFetched(runtime.Logger, name, taken);
                return taken;
            }
            LogNone(runtime.Logger, name);
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

    private bool WasInVain(ObjectName name) => _inVain.TryGetValue(name, out var at) && runtime.Time.GetElapsedTime(at) < NothingNew;

    private void Remember(ObjectName name)
    {
        if (_inVain.Count >= MostRemembered) _inVain.Clear();
        _inVain[name] = runtime.Time.GetTimestamp();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Fetched pod {Pod}, for which a decision waits; newer than what the watch has brought: {Newer}")]
    private static partial void LogFetched(ILogger logger, ObjectName pod, bool newer);

    [LoggerMessage(Level = LogLevel.Debug, Message = "There is no pod {Pod}, for which a decision waits")]
    private static partial void LogNone(ILogger logger, ObjectName pod);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pod {Pod}, for which a decision waits, could not be fetched: {Problem}; it comes with the watch")]
    private static partial void LogFailed(ILogger logger, ObjectName pod, string problem);
}
