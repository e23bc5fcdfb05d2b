using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>
/// Turns list and watch into events, one step at a time: 410 → list again; a closed, cut or silent watch → watch again from the
/// last version; a bookmark moves the version only; an event older than the one before it → list again. A failure is reported, and the
/// state says how to go on. What is heard late, not at all or as an error leaves the set as old as it is.
/// </summary>
/// <param name="api">The API server.</param>
/// <param name="query">What to watch.</param>
/// <param name="reader">Says what to keep of an object.</param>
/// <param name="time">The clock.</param>
/// <param name="streams">Whether lists are asked for as the beginning of their watch. A server that refuses that, or does not know it, is asked for pages.</param>
internal sealed class Watcher<T>(ApiClient api, ResourceQuery query, IObjectReader<T> reader, TimeProvider time, bool streams)
    where T : CachedObject
{
    // Of a list that is wrong as a whole some are enough to see it.
    private const int MaximumUnusable = 20;

    private bool _streams = streams;
    private bool _pagesNext;

    public ResourceQuery Query => query;

    public LastContact LastContact { get; } = new(time);

    public async Task<WatchStep<T>> StepAsync(WatchState<T> state, CancellationToken cancellationToken)
    {
        try
        {
            return state switch
            {
                WatchState<T>.Empty => new(new WatchEvent<T>.Init(), Begin(cancellationToken)),
                WatchState<T>.InitStream stream => await ReadListAsync(stream.Watch, cancellationToken),
                WatchState<T>.InitPage page => await ListAsync(page, cancellationToken),
                WatchState<T>.InitListed listed => Open(listed.Version, cancellationToken),
                WatchState<T>.Watching watching => await ReadAsync(watching, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(state)),
            };
        }
        catch (ApiException problem) when (state is WatchState<T>.InitStream stream)
        {
            if (problem.IsNotTaken) return await InPagesAsync(stream.Watch, problem.Message);
            return await BrokenOffAsync(stream.Watch, problem);
        }
        catch (ApiException problem)
        {
            return new(null, await AfterAsync(state, problem), problem);
        }
    }

    private static async Task<WatchState<T>> AfterAsync(WatchState<T> state, ApiException problem)
    {
        // A server that was restored or replaced may not take the version or the page of its predecessor at all: with these it would be asked for ever.
        var anew = problem.IsGone || problem.IsNotTaken;
        if (state is not WatchState<T>.Watching watching) return anew ? new WatchState<T>.Empty() : state is WatchState<T>.InitPage page ? page with { Ahead = null } : state;
        await watching.Watch.DisposeAsync();
        return anew ? new WatchState<T>.Empty() : new WatchState<T>.InitListed(watching.Version);
    }

    private WatchState<T> Begin(CancellationToken cancellationToken)
    {
        var stream = _streams && !_pagesNext;
        _pagesNext = false;
        return stream ? new WatchState<T>.InitStream(new OpenWatch(api, query, null, time, cancellationToken)) : new WatchState<T>.InitPage(new Queue<T>(), "", "", false);
    }

    private async Task<WatchStep<T>> ReadListAsync(OpenWatch watch, CancellationToken cancellationToken)
    {
        var next = new WatchState<T>.InitStream(watch);
        if (await watch.NextAsync(cancellationToken) is not { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (watch.WasSilent) return await InPagesAsync(watch, "it sends nothing more, and has not said that the list is complete");
            return await BrokenOffAsync(watch, new ApiException(null, "the stream of the list ended before the list did"));
        }
        if (line.Type == "ERROR") throw ApiClient.FromStatus(line.Object);
        if (line.Type != "BOOKMARK") return Step(InitEvent(line, out var unusable), next, unusable);
        if (!ObjectMetadata.EndsList(line.Object)) return await InPagesAsync(watch, "it does not say when the list is complete");
        watch.Listed();
        LastContact.Touch();
        return new(new WatchEvent<T>.InitDone { Version = ObjectMetadata.Version(line.Object) }, new WatchState<T>.Watching(Version(line.Object), watch));
    }

    private static WatchStep<T> Step(WatchEvent<T>? change, WatchState<T> next, UnusableObject? unusable) =>
        new(change, next) { Unusable = unusable is { } one ? [one] : [] };

    private WatchEvent<T>? InitEvent(WatchLine line, out UnusableObject? unusable) => Event(line, out unusable) switch
    {
        WatchEvent<T>.Apply { Object: var item } => new WatchEvent<T>.InitApply(item),
        WatchEvent<T>.Delete { Name: var name } => new WatchEvent<T>.InitDelete(name),
        _ => null,
    };

    private async Task<WatchStep<T>> InPagesAsync(OpenWatch watch, string why)
    {
        _streams = false;
        await watch.DisposeAsync();
        return new(null, new WatchState<T>.Empty()) { InPages = why };
    }

    // A stream that breaks off again and again must not be the only way.
    private async Task<WatchStep<T>> BrokenOffAsync(OpenWatch watch, ApiException problem)
    {
        _pagesNext = true;
        await watch.DisposeAsync();
        return new(null, new WatchState<T>.Empty(), problem);
    }

    private async Task<WatchStep<T>> ListAsync(WatchState<T>.InitPage page, CancellationToken cancellationToken)
    {
        if (page.Objects.TryDequeue(out var next)) return new(new WatchEvent<T>.InitApply(next), page);
        if (page is { Fetched: true, Continue.Length: 0 }) return Listed(page.Version);
        using var answer = await (page.Ahead ?? api.ListAsync(query, page.Continue, cancellationToken));
        // The server makes the next page while this one is read.
        var ahead = answer.Continue.Length > 0 ? api.ListAsync(query, answer.Continue, cancellationToken) : null;
        var objects = new Queue<T>();
        var unusable = ImmutableArray.CreateBuilder<UnusableObject>();
        foreach (var item in answer.Items)
        {
            if (reader.Read(item, out var problem) is { } kept) objects.Enqueue(kept);
            else if (unusable.Count < MaximumUnusable) unusable.Add(new UnusableObject(ObjectMetadata.NameOf(item), problem!));
        }
        return new(null, new WatchState<T>.InitPage(objects, answer.Continue, answer.ResourceVersion, true) { Ahead = ahead }) { Unusable = unusable.ToImmutable() };
    }

    // A list that never comes to its end tells nothing of how old the set is.
    private WatchStep<T> Listed(string version)
    {
        LastContact.Touch();
        return new(new WatchEvent<T>.InitDone { Version = Number(version) }, new WatchState<T>.InitListed(version));
    }

    private WatchStep<T> Open(string version, CancellationToken cancellationToken) =>
        new(null, new WatchState<T>.Watching(version, new OpenWatch(api, query, version, time, cancellationToken)));

    private async Task<WatchStep<T>> ReadAsync(WatchState<T>.Watching watching, CancellationToken cancellationToken)
    {
        if (await watching.Watch.NextAsync(cancellationToken) is not { } line)
        {
            var useless = watching.Watch.EndedWithoutProgress ? new ApiException(null, "the watch ended at once") : null;
            if (useless is null && watching.Watch.HasEnded) LastContact.Touch();
            await watching.Watch.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return new(null, new WatchState<T>.InitListed(watching.Version), useless);
        }
        if (line.Type == WatchLine.Opened.Type) return new(null, watching);
        if (line.Type == "ERROR") throw ApiClient.FromStatus(line.Object);
        var version = Version(line.Object);
        // What came out of order may have undone what is newer; only a list can tell.
        if (IsOlder(version, watching.Version)) throw new ApiException(HttpStatusCode.Gone, "an event is older than the one before it");
        LastContact.Touch();
        return Step(Event(line, out var unusable), version.Length > 0 ? watching with { Version = version } : watching, unusable);
    }

    private static bool IsOlder(string version, string than) => Number(version) is > 0 and var now && now < Number(than);

    private static ulong Number(string version) => ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private WatchEvent<T>? Event(WatchLine line, out UnusableObject? unusable)
    {
        unusable = null;
        if (line.Type is not ("ADDED" or "MODIFIED" or "DELETED")) return null;
        var name = ObjectMetadata.NameOf(line.Object);
        if (line.Type != "DELETED")
        {
            if (reader.Read(line.Object, out var problem) is { } kept) return new WatchEvent<T>.Apply(kept) { Version = ObjectMetadata.Version(line.Object) };
            unusable = new UnusableObject(name, problem!);
        }
        // What can no longer be used is as good as gone: its old version must not stay.
        return name is { } gone ? new WatchEvent<T>.Delete(gone) { Version = ObjectMetadata.Version(line.Object) } : null;
    }

    private static string Version(JsonElement subject) => ObjectMetadata.Text(subject, "resourceVersion");
}
