using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>All policies and documents that the engine should hold. A function of what is there now, never of the order in which it came.</summary>
internal sealed record DesiredSet
{
    public static readonly DesiredSet Empty = new();

    /// <summary>The policies by id.</summary>
    public ImmutableSortedDictionary<string, DesiredItem> Policies { get; init; } = ImmutableSortedDictionary.Create<string, DesiredItem>(StringComparer.Ordinal);

    /// <summary>The documents by path.</summary>
    public ImmutableSortedDictionary<string, DesiredItem> Documents { get; init; } = ImmutableSortedDictionary.Create<string, DesiredItem>(StringComparer.Ordinal);

    /// <summary>What cannot be used as it is.</summary>
    public ImmutableArray<DesiredProblem> Problems { get; init; } = [];

    /// <summary>Works out the set.</summary>
    /// <param name="policyMaps">The ConfigMaps that hold policies, in any order.</param>
    /// <param name="dataMaps">The ConfigMaps that hold data, in any order.</param>
    /// <param name="keys">The cluster's key set, when there is one, and its place, beside which everything else that is replicated stands.</param>
    /// <param name="previous">The set before; lends the last good version of a document whose text is broken now.</param>
    public static DesiredSet From(IEnumerable<ConfigMap> policyMaps, IEnumerable<ConfigMap> dataMaps, (byte[]? Json, DataPath Root) keys, DesiredSet previous)
    {
        var problems = ImmutableArray.CreateBuilder<DesiredProblem>();
        var policies = PolicyKeys.Read(policyMaps, problems);
        var documents = DocumentKeys.Read(dataMaps, keys.Root, previous.Documents, problems);
        if (keys.Json is not null)
        {
            var path = keys.Root.Append("keys").ToString();
            documents = documents.SetItem(path, new DesiredItem(path, keys.Json, origin: null));
        }
        return new DesiredSet { Policies = policies, Documents = documents, Problems = problems.ToImmutable() };
    }
}
