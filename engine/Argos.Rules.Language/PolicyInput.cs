using System.Globalization;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Language;

/// <summary>
/// What ZTS asks, in parsed form. The engine has refused the request before any policy runs when an attribute of a known
/// form does not parse (<c>attribute-malformed</c>), so what is here is what ZTS sent, completely.
/// </summary>
public sealed class PolicyInput
{
    /// <summary>Makes the input of one decision; <see cref="PolicyInputReader"/> does it for a confirmation.</summary>
    public PolicyInput(InstanceConfirmation confirmation, InstanceOperation operation) => (Confirmation, Operation) = (confirmation, operation);

    internal InstanceConfirmation Confirmation { get; }

    /// <summary>Register or refresh.</summary>
    public InstanceOperation Operation { get; }

    /// <summary>Whether this is a refresh.</summary>
    public bool IsRefresh => Operation == InstanceOperation.Refresh;

    /// <summary>The provider service, for example <c>k8s.cluster1.identityd</c>.</summary>
    public string Provider => Confirmation.Provider;

    /// <summary>The Athenz domain asked for.</summary>
    public string Domain => Confirmation.Domain;

    /// <summary>The Athenz service asked for.</summary>
    public string Service => Confirmation.Service;

    /// <summary>Domain and service: <c>media.sports.api</c>.</summary>
    public string Identity => $"{Confirmation.Domain}.{Confirmation.Service}";

    /// <summary>
    /// The attestation data as sent, but without white space around it and with AWS credentials as <c>[secret]</c>; empty when ZTS sent
    /// none. Secret.
    /// </summary>
    /// <remarks>
    /// Credentials are the member <c>secret</c>, and the member <c>token</c> beside <c>access</c>, <c>secret</c> or <c>role</c>. Another
    /// platform's <c>token</c> stays.
    /// </remarks>
    public string AttestationData => Redacted ?? AttestationText.Of(Confirmation.AttestationData);

    /// <summary>The attestation data as JSON, without AWS credentials; missing when it is not a JSON object. Secret.</summary>
    public DataValue Attestation { get; init; }

    /// <summary>The attestation data as JSON with everything that was sent.</summary>
    internal DataValue WholeAttestation
    {
        get => field.Exists ? field : Attestation;
        init;
    }

    /// <summary>What may not be shown.</summary>
    internal AttestationSecrets Secrets => field ??= AttestationSecrets.Of(this);

    /// <summary>What a policy sees in the place of attestation data that has AWS credentials.</summary>
    internal string? Redacted { get; init; }

    /// <summary>
    /// The token in the attestation data: the member <c>identityToken</c> when it is a JSON object, else the whole text; without white
    /// space around it. Secret.
    /// </summary>
    public string IdentityToken => Attestation.IsObject ? AttestationText.Of(Attestation["identityToken"].Text) : AttestationData;

    /// <summary>Attribute <c>instanceId</c>; empty when missing.</summary>
    public string InstanceId => Attribute(AttributeNames.InstanceId);

    /// <summary>The DNS names of the CSR that the provider has to approve; empty when there are none.</summary>
    public FixedList<string> SanDns { get; init; } = [];

    /// <summary>The IP addresses of the CSR.</summary>
    public IpSet SanIps { get; init; } = IpSet.Empty;

    /// <summary>The URIs of the CSR, as sent.</summary>
    public FixedList<string> SanUris { get; init; } = [];

    /// <summary>The agent's address as ZTS saw it; <see langword="null"/> when ZTS did not say. May be a NAT or node address.</summary>
    public IpAddress? ClientIp { get; init; }

    /// <summary>The host name the agent asked for; empty when none.</summary>
    public string Hostname => Attribute(AttributeNames.Hostname);

    /// <summary>Refresh only: the host name that the current certificate names; empty when it names none.</summary>
    public string CertHostname => Attribute(AttributeNames.CertHostname);

    /// <summary>Who called ZTS, as domain and service, when the call was authenticated, as every refresh is; empty otherwise.</summary>
    public string Principal => Attribute(AttributeNames.Principal);

    /// <summary>The cloud that the agent named, for example <c>aws</c> or <c>gcp</c>; empty when it named none. A claim, proven by nothing.</summary>
    public string Cloud => Attribute(AttributeNames.InstanceCloud);

    /// <summary>The Azure subscription of the domain; empty when it has none.</summary>
    public string AzureSubscription => Attribute(AttributeNames.AzureSubscription);

    /// <summary>The Azure tenant of the domain; empty when it has none.</summary>
    public string AzureTenant => Attribute(AttributeNames.AzureTenant);

    /// <summary>The Azure client of the domain; empty when it has none.</summary>
    public string AzureClient => Attribute(AttributeNames.AzureClient);

    /// <summary>The GCP project of the domain; empty when it has none.</summary>
    public string GcpProject => Attribute(AttributeNames.GcpProject);

    /// <summary>Register only: the issuer of the client certificate that the agent presented to ZTS; empty when it presented none. Read it by <see cref="DistinguishedName"/>.</summary>
    public string CertIssuerDn => Attribute(AttributeNames.CertIssuerDn);

    /// <summary>Register only: the subject of that certificate; empty when the agent presented none.</summary>
    public string CertSubjectDn => Attribute(AttributeNames.CertSubjectDn);

    /// <summary>Register only: the SHA-256, in lower-case hexadecimal digits, over the upper-case hexadecimal text of the modulus of that certificate's RSA key; empty when there is none.</summary>
    public string CertRsaModHash => Attribute(AttributeNames.CertRsaModHash);

    /// <summary>The AWS accounts of the domain.</summary>
    public FixedList<string> Accounts { get; init; } = [];

    /// <summary>
    /// Whether the domain has one of these features: bits of attribute <c>domainFeatureFlags</c>. What is not a decimal number has none.
    /// </summary>
    public bool HasDomainFeature(long bits) => (Flags(AttributeNames.DomainFeatureFlags) & bits) != 0;

    /// <summary>
    /// Whether the service has one of these features: bits of attribute <c>serviceFeatureFlags</c>. What is not a decimal number has none.
    /// </summary>
    public bool HasServiceFeature(long bits) => (Flags(AttributeNames.ServiceFeatureFlags) & bits) != 0;

    private long Flags(string name) => long.TryParse(Attribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var flags) ? flags : 0;

    /// <summary>Any attribute by its exact name; empty when missing.</summary>
    public string Attribute(string name) => Confirmation.Attributes.GetValueOrDefault(name, "");
}
