using System.Collections.Immutable;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>
/// The objects of one reflector of which nothing can be kept, as they are now: whoever takes their absence for "there is none" would be
/// wrong. Bounded: one is enough to know that the set is not whole.
/// </summary>
internal sealed class UnusableObjects
{
    private const int Maximum = 100;
    private static readonly ObjectName Nameless = new("", "");

    private Dictionary<ObjectName, UnusableObject> _now = [];
    private Dictionary<ObjectName, UnusableObject>? _next;

    /// <summary>Them, in no order.</summary>
    public ImmutableArray<UnusableObject> All => [.. _now.Values];

    /// <summary>Follows one step of a watch.</summary>
    /// <param name="change">What the store is told.</param>
    /// <param name="unusable">The objects of the step that cannot be used.</param>
    /// <returns>Whether <see cref="All"/> may have changed.</returns>
    public bool Follow<T>(WatchEvent<T>? change, ImmutableArray<UnusableObject> unusable)
        where T : CachedObject
    {
        if (change is WatchEvent<T>.Init) _next = [];
        // An event of an unusable object is its removal too: first what is gone, then what is wrong.
        if (change is WatchEvent<T>.InitApply or WatchEvent<T>.InitDelete) _next?.Remove(NameOf(change));
        var differs = change is WatchEvent<T>.Apply or WatchEvent<T>.Delete && _now.Remove(NameOf(change));
        foreach (var one in unusable) differs |= Add(_next ?? _now, one) && _next is null;
        if (change is not WatchEvent<T>.InitDone || _next is null) return differs;
        (_now, _next) = (_next, null);
        return true;
    }

    private static bool Add(Dictionary<ObjectName, UnusableObject> to, UnusableObject one)
    {
        if (to.Count >= Maximum) return false;
        to[one.Name ?? Nameless] = one;
        return true;
    }

    private static ObjectName NameOf<T>(WatchEvent<T> change)
        where T : CachedObject => change switch
        {
            WatchEvent<T>.InitApply { Object: var item } => item.Name,
            WatchEvent<T>.InitDelete { Name: var name } => name,
            WatchEvent<T>.Apply { Object: var item } => item.Name,
            WatchEvent<T>.Delete { Name: var name } => name,
            _ => Nameless,
        };
}
