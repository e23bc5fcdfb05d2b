using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Instances;

/// <summary>
/// What ZTS asks: may this instance have the identity <c>domain.service</c>? The type of Athenz's RDL
/// "InstanceProvider" version 1, used for requests and answers of both resources.
/// </summary>
/// <remarks><see cref="AttestationData"/> may hold live credentials. It never goes into a log, a trace, an error or an answer.</remarks>
public sealed class InstanceConfirmation
{
    /// <summary>Makes a confirmation; every text is taken as ZTS sent it.</summary>
    public InstanceConfirmation(string provider, string domain, string service, string? attestationData, ImmutableDictionary<string, string>? attributes = null)
    {
        Provider = provider;
        Domain = domain;
        Service = service;
        AttestationData = attestationData;
        Attributes = attributes ?? ImmutableDictionary<string, string>.Empty;
    }

    /// <summary>The provider service, for example <c>k8s.cluster1.identityd</c>; lower case.</summary>
    public string Provider { get; }

    /// <summary>The instance's Athenz domain, for example <c>media.sports</c>; lower case.</summary>
    public string Domain { get; }

    /// <summary>The instance's Athenz service, one component, for example <c>api</c>; lower case.</summary>
    public string Service { get; }

    /// <summary>What the agent offers as proof. <see langword="null"/> is possible on refresh. Secret.</summary>
    public string? AttestationData { get; }

    /// <summary>The request attributes by their exact names (<see cref="AttributeNames"/>); empty when ZTS sent none.</summary>
    public ImmutableDictionary<string, string> Attributes { get; }

    /// <summary>Names the instance without any secret.</summary>
    public override string ToString() => $"{Domain}.{Service} by {Provider}";
}
