using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Sources.Directory;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>Where policies, data and pods come from.</summary>
internal sealed record SourceOptions
{
    /// <summary><c>kubernetes</c> or <c>directory</c>.</summary>
    public string Kind { get; init; } = "kubernetes";

    /// <summary>The folder of manifests and scripts, for the kind <c>directory</c>.</summary>
    public string Directory { get; init; } = "";

    /// <summary>How much of it is read.</summary>
    public ScanLimits Limits { get; init; } = new();

    /// <summary>The kubeconfig; <c>$KUBECONFIG</c> when empty, and the pod's own credentials when that is empty too.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>The context of the kubeconfig; its current one when empty.</summary>
    public string Context { get; init; } = "";

    /// <summary>The namespaces whose ConfigMaps are read: the own one when empty, all for <c>*</c>.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>The namespaces whose pods are replicated; all when empty.</summary>
    public ImmutableArray<string> PodNamespaces { get; init; } = [];

    /// <summary>A label selector for pods; all when empty.</summary>
    public string PodLabels { get; init; } = "";

    /// <summary>A field selector for pods; all when empty.</summary>
    public string PodFieldSelector { get; init; } = "";

    /// <summary>The namespaces of which nothing is replicated.</summary>
    public ImmutableArray<string> IgnoredNamespaces { get; init; } = [];

    /// <summary>The resources that are replicated beside pods.</summary>
    public ImmutableArray<ReplicatedResource> Resources { get; init; } = [];

    /// <summary>Where everything that is replicated stands in the engine's data.</summary>
    public DataPath ReplicatePath { get; init; } = ClusterView.DefaultRoot;

    /// <summary>Whether a pod that a decision waits for, and that the watch has not brought, is fetched.</summary>
    public bool FetchPods { get; init; } = true;

    /// <summary>Whether initial lists are asked for as streams.</summary>
    public bool StreamLists { get; init; }

    /// <summary>Whether the API server is asked to compress its lists.</summary>
    public bool Gzip { get; init; }

    /// <summary>The label of ConfigMaps that hold policies.</summary>
    public string PolicyLabel { get; init; } = "argos.athenz.io/policy=csharp";

    /// <summary>The label of ConfigMaps that hold data, JSON or YAML.</summary>
    public string DataLabel { get; init; } = "argos.athenz.io/data=json";

    /// <summary>The fields of a pod that are replicated beyond those that the language reads of each pod.</summary>
    public ImmutableArray<string> ExtraPodFields { get; init; } = [];
}
