using System.Globalization;
using System.Net;
using System.Text.Json;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>
/// Turns list and watch into events, one step at a time: 410 → list again; a closed, cut or silent watch → watch again from the
/// last version; a bookmark moves the version only; an event older than the one before it → list again. A failure is told, and the state says how to go on.
/// </summary>
/// <param name="api">The API server.</param>
/// <param name="query">What to watch.</param>
/// <param name="read">What to keep of an object; <see langword="null"/> for one that cannot be used. Must not keep the element.</param>
/// <param name="time">The clock.</param>
internal sealed class Watcher<T>(ApiClient api, ResourceQuery query, Func<JsonElement, T?> read, TimeProvider time)
    where T : Stored
{
    public ResourceQuery Query => query;

    public Freshness Freshness { get; } = new(time);

    public async Task<WatchStep<T>> StepAsync(WatchState<T> state, CancellationToken cancellationToken)
    {
        try
        {
            return state switch
            {
                WatchState<T>.Empty => new(new WatchEvent<T>.Init(), new WatchState<T>.InitPage(new Queue<T>(), "", "", false)),
                WatchState<T>.InitPage page => await ListAsync(page, cancellationToken),
                WatchState<T>.InitListed listed => Open(listed.Version, cancellationToken),
                WatchState<T>.Watching watching => await ReadAsync(watching, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(state)),
            };
        }
        catch (ApiException problem)
        {
            return new(null, await AfterAsync(state, problem), problem);
        }
    }

    private static async Task<WatchState<T>> AfterAsync(WatchState<T> state, ApiException problem)
    {
        if (state is not WatchState<T>.Watching watching) return problem.IsGone ? new WatchState<T>.Empty() : state is WatchState<T>.InitPage page ? page with { Ahead = null } : state;
        await watching.Watch.DisposeAsync();
        return problem.IsGone ? new WatchState<T>.Empty() : new WatchState<T>.InitListed(watching.Version);
    }

    private async Task<WatchStep<T>> ListAsync(WatchState<T>.InitPage page, CancellationToken cancellationToken)
    {
        if (page.Objects.TryDequeue(out var next)) return new(new WatchEvent<T>.InitApply(next), page);
        if (page is { Fetched: true, Continue.Length: 0 }) return new(new WatchEvent<T>.InitDone { Version = Number(page.Version) }, new WatchState<T>.InitListed(page.Version));
        using var answer = await (page.Ahead ?? api.ListAsync(query, page.Continue, cancellationToken));
        Freshness.Heard();
        // The server makes the next page while this one is read.
        var ahead = answer.Continue.Length > 0 ? api.ListAsync(query, answer.Continue, cancellationToken) : null;
        var objects = new Queue<T>();
        foreach (var item in answer.Items)
            if (read(item) is { } kept) objects.Enqueue(kept);
        return new(null, new WatchState<T>.InitPage(objects, answer.Continue, answer.ResourceVersion, true) { Ahead = ahead });
    }

    private WatchStep<T> Open(string version, CancellationToken cancellationToken) =>
        new(null, new WatchState<T>.Watching(version, new OpenWatch(api, query, version, time, cancellationToken)));

    private async Task<WatchStep<T>> ReadAsync(WatchState<T>.Watching watching, CancellationToken cancellationToken)
    {
        if (await watching.Watch.NextAsync(cancellationToken) is not { } line)
        {
            if (watching.Watch.HasEnded) Freshness.Heard();
            var useless = watching.Watch.WasUseless ? new ApiException(null, "the watch ended at once") : null;
            await watching.Watch.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return new(null, new WatchState<T>.InitListed(watching.Version), useless);
        }
        Freshness.Heard();
        if (line.Type == "ERROR") throw ApiClient.FromStatus(line.Object);
        var version = Version(line.Object);
        // What came out of order may have undone what is newer; only a list can tell.
        if (IsOlder(version, watching.Version)) throw new ApiException(HttpStatusCode.Gone, "an event is older than the one before it");
        return new(Event(line), version.Length > 0 ? watching with { Version = version } : watching);
    }

    private static bool IsOlder(string version, string than) => Number(version) is > 0 and var now && now < Number(than);

    private static ulong Number(string version) => ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private WatchEvent<T>? Event(WatchLine line)
    {
        if (line.Type is not ("ADDED" or "MODIFIED" or "DELETED")) return null;
        if (line.Type != "DELETED" && read(line.Object) is { } kept) return new WatchEvent<T>.Apply(kept) { Version = ObjectMetadata.Version(line.Object) };
        // What can no longer be used is as good as gone: its old version must not stay.
        return ObjectMetadata.NameOf(line.Object) is { } name ? new WatchEvent<T>.Delete(name) { Version = ObjectMetadata.Version(line.Object) } : null;
    }

    private static string Version(JsonElement subject) => ObjectMetadata.Text(subject, "resourceVersion");
}
