using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>What changed in a store.</summary>
/// <param name="All">Whether so much changed that everything has to be taken.</param>
/// <param name="Items">The changed keys, with the object as it is now or <see langword="null"/> when it is gone.</param>
/// <param name="Digest">The digest of the store's whole set at this moment.</param>
internal readonly record struct StoreChanges<T>(bool All, KeyValuePair<ObjectName, T?>[] Items, SetDigest Digest)
    where T : CachedObject;

/// <summary>A whole store at one moment.</summary>
internal readonly record struct StoreSet<T>(T[] Items, SetDigest Digest)
    where T : CachedObject;
