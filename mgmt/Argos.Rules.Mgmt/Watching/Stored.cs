namespace Argos.Rules.Mgmt.Watching;

/// <summary>What a store keeps of an object.</summary>
internal abstract class Stored
{
    public required ObjectName Name { get; init; }

    /// <summary>Two versions with the same fingerprint are the same to everything behind the store.</summary>
    public abstract UInt128 Fingerprint { get; }

    /// <summary>Its share of the store's digest, as the engine computes it.</summary>
    public virtual UInt128 Member => 0;
}
