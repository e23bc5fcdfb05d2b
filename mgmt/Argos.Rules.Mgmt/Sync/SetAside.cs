using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// The objects of a collection that the engine refuses as they are. They are not sent again before they change or the engine is another one, so that one of them never
/// holds up the others. Bounded: an engine that refuses many is not at odds with the objects.
/// </summary>
internal sealed class SetAside
{
    private const int Maximum = 100;

    private readonly Dictionary<ObjectName, UInt128> _members = [];

    /// <summary>Their names.</summary>
    public IEnumerable<ObjectName> Names => _members.Keys;

    /// <summary>What they add to the digest of what is wanted.</summary>
    public SetDigest Digest => _members.Values.Aggregate(SetDigest.Empty, static (sum, member) => sum.Add(member));

    /// <summary>Whether an object is one of them, and has not changed since.</summary>
    public bool Has(ProjectedPod item) => _members.Count > 0 && _members.TryGetValue(item.Name, out var member) && member == item.Member;

    /// <summary>Sets an object aside.</summary>
    /// <returns>Whether there was room.</returns>
    public bool Add(ProjectedPod item)
    {
        if (_members.Count >= Maximum) return false;
        _members[item.Name] = item.Member;
        return true;
    }

    /// <summary>An object has changed, or is gone.</summary>
    /// <returns>Whether it was one of them: the engine does not hold it.</returns>
    public bool Forget(ObjectName name) => _members.Remove(name);

    /// <summary>Forgets those that are not there any more as they were.</summary>
    public void Trim(IEnumerable<ProjectedPod> items)
    {
        if (_members.Count == 0) return;
        var still = items.Where(Has).Select(static item => item.Name).ToHashSet();
        foreach (var name in _members.Keys.Where(name => !still.Contains(name)).ToArray()) _members.Remove(name);
    }

    /// <summary>Another engine may take them.</summary>
    public void Clear() => _members.Clear();
}
