using System.Runtime.CompilerServices;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.Policies;

/// <summary>What policies are in the digests of sets. Their texts are megabytes together: each is worked out once.</summary>
internal static class PolicyHashes
{
    private static readonly ConditionalWeakTable<ActivePolicy, StrongBox<UInt128>> Hashes = [];

    /// <summary>The hash of a policy with its tests, under its id.</summary>
    public static UInt128 Of(ActivePolicy policy) =>
        Hashes.GetValue(policy, static policy => new StrongBox<UInt128>(new PolicyText(policy.Source, policy.Tests).HashAs(policy.Id))).Value;

    /// <summary>The digest of some policies.</summary>
    public static SetDigest Of(IEnumerable<ActivePolicy> policies) => policies.Aggregate(SetDigest.Empty, static (digest, policy) => digest.Add(Of(policy)));
}
