using System.Collections.Immutable;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>Where a watcher stands between two steps.</summary>
internal abstract record WatchState<T>
    where T : CachedObject
{
    private WatchState()
    {
    }

    /// <summary>Nothing is known: list.</summary>
    public sealed record Empty : WatchState<T>;

    /// <summary>In a list: objects of the current page that were not yielded, and how to ask for the next page (empty on the last).</summary>
    public sealed record InitPage(Queue<T> Objects, string Continue, string Version, bool Fetched) : WatchState<T>
    {
        /// <summary>The next page, which was asked for while this one is read; <see langword="null"/> when it was not.</summary>
        public Task<ResourcePage>? Ahead { get; init; }
    }

    /// <summary>In a list that comes as the beginning of its watch.</summary>
    public sealed record InitStream(OpenWatch Watch) : WatchState<T>;

    /// <summary>The set is known up to a version: watch from there.</summary>
    public sealed record InitListed(string Version) : WatchState<T>;

    /// <summary>A watch is open and has told everything up to a version.</summary>
    public sealed record Watching(string Version, OpenWatch Watch) : WatchState<T>;
}

/// <summary>One step: what to tell the store, where to go on, and what went wrong. With a problem the caller pauses before the next step.</summary>
internal readonly record struct WatchStep<T>(WatchEvent<T>? Event, WatchState<T> Next, ApiException? Problem = null)
    where T : CachedObject
{
    /// <summary>The objects that cannot be used; a few of them, when there are many.</summary>
    public ImmutableArray<UnusableObject> Unusable { get; init; } = [];

    /// <summary>Why the server does not stream lists; from now on they come in pages.</summary>
    public string? InPages { get; init; }
}
