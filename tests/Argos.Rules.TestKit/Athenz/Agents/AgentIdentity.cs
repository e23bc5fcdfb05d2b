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

    /// <summary>
    /// The address; is where the call comes from, and goes into the request of the agents that ask for one (not of the
    /// CSI driver, sia-eks, sia-fargate, Lambda).
    /// </summary>
    public string? Address { get; init; }

    /// <summary>Where the call comes from, when that is not <see cref="Address"/>.</summary>
    public string? CalledFrom { get; init; }

    /// <summary>The namespace, in the request and in a SPIFFE URI of the long form.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The cloud that the agent says it is in: <c>aws</c>.</summary>
    public string? Cloud { get; init; }

    /// <summary>
    /// The trust domain of a SPIFFE URI of the long form. Without one the agents of AWS send the short form; the CSI
    /// driver's is <c>athenz.io</c>.
    /// </summary>
    public string? TrustDomain { get; init; }

    /// <summary>
    /// Whether the wildcard name is asked for too (<c>sandns_wildcard</c> of the agents of AWS; the k8s agents always
    /// do).
    /// </summary>
    public bool Wildcard { get; init; }

    /// <summary>Whether an SSH host certificate is asked for too, as sia-ec2 does where the host has a key.</summary>
    public bool Ssh { get; init; }

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

    /// <summary>An agent of a mesh without sidecars: as csi-driver-athenz, with the SPIFFE URI as the only name beside the instance id, and no common name (Athenz #3435).</summary>
    SpiffeOnly,

    /// <summary>
    /// sia-ec2: attestation data in JSON (<see cref="AgentIdentity.Token"/> has all of it), IP, instance id as a URI
    /// behind the SPIFFE URI.
    /// </summary>
    Ec2,

    /// <summary>sia-eks and sia-fargate: as sia-ec2, but never an IP.</summary>
    Container,

    /// <summary>The ZTS client of a function: as sia-fargate, with a country in the subject.</summary>
    Lambda,

    /// <summary>zts-svccert with attestation data: bare token, one DNS name, SPIFFE id, instance id and host name as URIs, at most one IP.</summary>
    ZtsSvcCert,
}
