namespace Argos.Rules.Mgmt.Watching;

/// <summary>The one endless stream that an unreliable list and watch is turned into.</summary>
internal abstract record WatchEvent<T>
    where T : CachedObject
{
    private WatchEvent()
    {
    }

    /// <summary>The version that everything is reported up to; 0 when it is not known.</summary>
    public ulong Version { get; init; }

    /// <summary>A list begins; what follows replaces everything.</summary>
    public sealed record Init : WatchEvent<T>;

    /// <summary>An object of the list.</summary>
    public sealed record InitApply(T Object) : WatchEvent<T>;

    /// <summary>An object of the list went while the list came.</summary>
    public sealed record InitDelete(ObjectName Name) : WatchEvent<T>;

    /// <summary>The list is complete: what was not in it is gone.</summary>
    public sealed record InitDone : WatchEvent<T>;

    /// <summary>An object appeared or changed.</summary>
    public sealed record Apply(T Object) : WatchEvent<T>;

    /// <summary>An object is gone.</summary>
    public sealed record Delete(ObjectName Name) : WatchEvent<T>;
}
