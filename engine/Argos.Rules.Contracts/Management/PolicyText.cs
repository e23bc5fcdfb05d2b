using System.Text;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Contracts.Management;

/// <summary>The body of <c>PUT /v1/policies/{id}</c> when its type is <c>application/json</c>: a policy with tests that must pass before it is put into force.</summary>
/// <param name="Source">The text of the policy.</param>
/// <param name="Tests">The text of its tests file; left out when it has none.</param>
public sealed record PolicyText(string Source, string? Tests = null)
{
    /// <summary>The policy's share of a source's digest: over the source text alone, or over it, a NUL and the tests.</summary>
    /// <param name="id">The policy's id.</param>
    public UInt128 HashAs(string id) => SetDigest.HashOf(id, Encoding.UTF8.GetBytes(Tests is null ? Source : $"{Source}\0{Tests}"));
}
