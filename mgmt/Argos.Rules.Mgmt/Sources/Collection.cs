using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>The objects of one resource.</summary>
/// <param name="Root">Where they stand in the engine's data: <c>kubernetes/&lt;resource&gt;</c>.</param>
/// <param name="Stores">One a namespace, or one for all.</param>
internal sealed record Collection(DataPath Root, ImmutableArray<Store<ProjectedObject>> Stores)
{
    /// <summary>Whether the objects have no namespace.</summary>
    public bool IsCluster { get; init; }

    /// <summary>Where the objects stand, as the engine is reported: a <c>*</c> for each name.</summary>
    public string Places => Root.ToUrl() + (IsCluster ? "/*" : "/*/*");
}
