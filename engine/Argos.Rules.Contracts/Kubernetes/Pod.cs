using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Contracts.Kubernetes;

/// <summary>A pod as it is replicated: the fields that identity checks need, not the whole Kubernetes object.</summary>
public sealed class Pod
{
    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its uid: what tells it from an earlier or later pod of the same name. Empty when the source did not say.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The version of the object that was replicated.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>Its labels, in the ordinal order of their names.</summary>
    public TextDictionary Labels { get; init; } = TextDictionary.Empty;

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its deletion was asked for; <see langword="null"/> for a pod that is meant to stay.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>When the kubelet acknowledged it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The service account it runs as.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>The node it runs on.</summary>
    public string Node { get; init; } = "";

    /// <summary>Whether it shares the network, and so the address, of its node.</summary>
    public bool HostNetwork { get; init; }

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>; empty when the status is not known.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Its own addresses (<c>status.podIPs</c> and <c>status.podIP</c>); what does not read as an address is left out.</summary>
    public IpSet Ips { get; init; } = IpSet.Empty;

    /// <summary>Its node's addresses (<c>status.hostIPs</c> and <c>status.hostIP</c>).</summary>
    public IpSet HostIps { get; init; } = IpSet.Empty;

    /// <summary>
    /// Whether it is a pod that may be given an identity: not deleted, not finished. A pod that is still starting counts:
    /// its first container may be the one that asks.
    /// </summary>
    public bool IsLive => DeletedAt is null && Phase is ("Running" or "Pending");

    /// <summary>
    /// The replicated object in Kubernetes' own JSON shape, for fields beyond those above (replicate them with mgmt's
    /// projection setting). Missing when nothing beyond them was replicated.
    /// </summary>
    public DataValue Json { get; init; }

    /// <summary>Namespace and name.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
