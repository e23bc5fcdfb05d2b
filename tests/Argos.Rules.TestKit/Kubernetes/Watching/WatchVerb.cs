using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Kubernetes.Requests;
using Argos.Rules.TestKit.Kubernetes.Verbs;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Kubernetes.Watching;

/// <summary>WATCH: one line per event until the time is up or somebody ends it.</summary>
internal sealed class WatchVerb(ObjectStore store, InjectedFaults faults, FakeApiServerOptions options)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    private ImmutableList<Watcher> _watchers = [];

    public int Count => _watchers.Count;

    public void StopAll(WatchEnd end)
    {
        foreach (var watcher in _watchers) watcher.Stop(end);
    }

    public void BookmarkAll() => store.Quietly(version => _watchers.ForEach(w => w.Bookmark(version)));

    public void SendRaw(ResourceKind resource, string line) => _watchers.FindAll(w => w.Resource == resource).ForEach(w => w.Raw(line));

    public async Task RunAsync(ApiRequest request, HttpContext context)
    {
        var since = Since(request);
        var initial = request.Query("sendInitialEvents") == "true" && !options.IgnoresWatchList;
        if (initial && request.Query("resourceVersionMatch") != "NotOlderThan")
            throw ApiFailure.Invalid("resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        if (initial && !options.WatchList)
            throw ApiFailure.Invalid("sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
        using var watcher = new Watcher(request, request.Selector(), faults);
        using var subscription = store.Subscribe(initial ? null : since, watcher.On, (missed, version) => Begin(watcher, since is null || initial, initial, missed, version));
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync(context.RequestAborted);
        if (subscription is null)
        {
            await context.Response.WriteAsync(WatchLine.Gone(since!.Value, store.Version), context.RequestAborted);
            return;
        }
        ImmutableInterlocked.Update(ref _watchers, list => list.Add(watcher));
        try
        {
            await PumpAsync(watcher, request, context);
        }
        finally
        {
            ImmutableInterlocked.Update(ref _watchers, list => list.Remove(watcher));
        }
    }

    private void Begin(Watcher watcher, bool all, bool mark, ImmutableArray<ObjectChange> missed, long version)
    {
        if (all)
        {
            foreach (var stored in store.All(watcher.Resource)) watcher.Add(stored);
            if (mark) watcher.Bookmark(version, initialEnd: true);
            return;
        }
        foreach (var change in missed) watcher.On(change);
    }

    private async Task PumpAsync(Watcher watcher, ApiRequest request, HttpContext context)
    {
        using var timeout = new CancellationTokenSource(Timeout(request), options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, watcher.Ended, context.RequestAborted);
        await using var bookmarks = options.Time.CreateTimer(_ => store.Quietly(v => watcher.Bookmark(v)), null, options.BookmarkInterval, options.BookmarkInterval);
        try
        {
            await context.Response.Body.FlushAsync(stop.Token);
            while (await watcher.Lines.WaitToReadAsync(stop.Token)) await SendAsync(watcher, context, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The usual end of a watch.
        }
        if (context.RequestAborted.IsCancellationRequested) return;
        if (timeout.IsCancellationRequested && watcher.Bookmarks)
            await context.Response.WriteAsync(WatchLine.Bookmark(watcher.Resource, store.Version, false), context.RequestAborted);
        if (watcher.End == WatchEnd.Expired) await context.Response.WriteAsync(WatchLine.Gone(0, store.Version), context.RequestAborted);
        if (watcher.End == WatchEnd.Cut) context.Abort();
    }

    private async Task SendAsync(Watcher watcher, HttpContext context, CancellationToken cancellationToken)
    {
        if (!watcher.Lines.TryRead(out var first)) return;
        List<string> lines = [first.Line];
        if (first.Hold is { } hold)
        {
            var reverse = await hold.Released.WaitAsync(cancellationToken);
            while (watcher.Lines.TryPeek(out var next) && next.Hold == hold && watcher.Lines.TryRead(out next)) lines.Add(next.Line);
            if (reverse) lines.Reverse();
        }
        foreach (var line in lines)
        {
            if (faults.EventDelay > TimeSpan.Zero) await Task.Delay(faults.EventDelay, options.Time, cancellationToken);
            var bytes = Encoding.UTF8.GetBytes(faults.DuplicateEvents ? line + line : line);
            await context.Response.Body.WriteAsync(bytes, cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
        }
    }

    private static long? Since(ApiRequest request) => request.Query("resourceVersion") switch
    {
        null or "" or "0" => null,
        var text when long.TryParse(text, CultureInfo.InvariantCulture, out var version) => version,
        var text => throw ApiFailure.BadRequest($"resourceVersion: Invalid value: \"{text}\""),
    };

    private static TimeSpan Timeout(ApiRequest request) =>
        int.TryParse(request.Query("timeoutSeconds"), CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : DefaultTimeout;
}
