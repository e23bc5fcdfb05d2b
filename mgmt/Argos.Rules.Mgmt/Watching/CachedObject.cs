namespace Argos.Rules.Mgmt.Watching;

/// <summary>What a store keeps of an object.</summary>
internal abstract class CachedObject
{
    /// <summary>Its namespace and name.</summary>
    public abstract ObjectName Name { get; }

    /// <summary>Two versions with the same fingerprint are the same to everything behind the store.</summary>
    public abstract UInt128 Fingerprint { get; }

    /// <summary>Its share of the store's digest, as the engine computes it.</summary>
    public virtual UInt128 Member => 0;

    /// <summary>Of those that are kept in a form that is replaced from time to time, which one it is.</summary>
    public virtual int Generation => 0;

    /// <summary>The same in the newest form.</summary>
    public virtual CachedObject Renewed() => this;

    /// <summary>The hash code of its name, <see cref="ObjectName.GetHashCode()"/>, for those that can tell it without making the name.</summary>
    public virtual int NameHash => Name.GetHashCode();

    /// <summary>Whether this is its name, for those that can tell without making it.</summary>
    public virtual bool IsNamed(ObjectName name) => Name == name;
}
