using System.Collections.Immutable;

namespace Argos.Rules.TestKit.Athenz.Agents;

/// <summary>What an agent asks for. Every part can be wrong on purpose.</summary>
public sealed record AgentIdentity
{
    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The Athenz domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The Athenz service.</summary>
    public required string Service { get; init; }

    /// <summary>The instance id: the pod's uid.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The DNS suffix.</summary>
    public required string DnsSuffix { get; init; }

    /// <summary>The service account token; <see langword="null"/> to send no attestation data.</summary>
    public required string? Token { get; init; }

    /// <summary>The pod's address; goes into the request (not in the CSI driver's form) and is where the call comes from.</summary>
    public string? Address { get; init; }

    /// <summary>Where the call comes from, when that is not <see cref="Address"/>.</summary>
    public string? CalledFrom { get; init; }

    /// <summary>The namespace, for the CSI driver's SPIFFE URI.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The cloud that the agent says it is in: <c>aws</c>.</summary>
    public string? Cloud { get; init; }

    /// <summary>The trust domain of that URI.</summary>
    public string TrustDomain { get; init; } = "athenz.io";

    /// <summary>Which agent it is.</summary>
    public AgentForm Form { get; init; } = AgentForm.Sia;

    /// <summary>Further DNS names.</summary>
    public ImmutableArray<string> ExtraDns { get; init; } = [];

    /// <summary>Further addresses.</summary>
    public ImmutableArray<string> ExtraIps { get; init; } = [];

    /// <summary>Further URIs.</summary>
    public ImmutableArray<string> ExtraUris { get; init; } = [];

    /// <summary>The subject's organisational unit; the provider when left out.</summary>
    public string? SubjectUnit { get; init; }

    /// <summary>The common name; domain and service when left out.</summary>
    public string? CommonName { get; init; }

    /// <summary>The host name asked for.</summary>
    public string? Hostname { get; init; }

    /// <summary>The life asked for, in minutes; 0 for no wish.</summary>
    public int ExpiryMinutes { get; init; }
}

/// <summary>The agents.</summary>
public enum AgentForm
{
    /// <summary>The seed's SIA and AthenZ/k8s-athenz-sia: bare token, IP, instance id as a DNS name.</summary>
    Sia,

    /// <summary>csi-driver-athenz: token in JSON, no IP, instance id as a URI.</summary>
    CsiDriver,

    /// <summary>sia-ec2, sia-eks, sia-fargate: attestation data in JSON (<see cref="AgentIdentity.Token"/> has all of it), instance id as a URI behind the SPIFFE URI.</summary>
    Aws,

    /// <summary>zts-svccert with attestation data: bare token, one DNS name, SPIFFE id, instance id and host name as URIs, at most one IP.</summary>
    ZtsSvcCert,
}
