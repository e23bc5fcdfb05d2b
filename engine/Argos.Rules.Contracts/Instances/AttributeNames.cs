namespace Argos.Rules.Contracts.Instances;

/// <summary>The names of the attributes that ZTS sends and those it takes back. Exact, case-sensitive (Athenz ZTS source).</summary>
public static class AttributeNames
{
    /// <summary>Request: the id of the instance, from the CSR or, on refresh, from the URL.</summary>
    public const string InstanceId = "instanceId";

    /// <summary>Request: the agent's address as ZTS saw it; IPv6 in Java's long form and in brackets.</summary>
    public const string ClientIp = "clientIP";

    /// <summary>Request: the CSR's DNS names that the provider has to approve, joined with a comma; may be empty.</summary>
    public const string SanDns = "sanDNS";

    /// <summary>Request: the CSR's IP addresses, joined with a comma; IPv6 as eight groups without compression.</summary>
    public const string SanIp = "sanIP";

    /// <summary>Request: all URIs of the CSR, joined with a comma.</summary>
    public const string SanUri = "sanURI";

    /// <summary>Request: the host name the agent asked for.</summary>
    public const string Hostname = "hostname";

    /// <summary>Request, refresh only: the host name of the current certificate.</summary>
    public const string CertHostname = "certHostname";

    /// <summary>Request: the AWS account of the domain, or a comma-separated list of them.</summary>
    public const string AwsAccount = "awsAccount";

    /// <summary>Request: the Azure subscription of the domain.</summary>
    public const string AzureSubscription = "azureSubscription";

    /// <summary>Request: the Azure tenant of the domain.</summary>
    public const string AzureTenant = "azureTenant";

    /// <summary>Request: the Azure client of the domain.</summary>
    public const string AzureClient = "azureClient";

    /// <summary>Request: the GCP project of the domain.</summary>
    public const string GcpProject = "gcpProject";

    /// <summary>Request, register only: the issuer of the client certificate that the agent presented, in the order of RFC 2253.</summary>
    public const string CertIssuerDn = "certIssuerDn";

    /// <summary>Request, register only: the subject of that certificate, in the order of RFC 2253.</summary>
    public const string CertSubjectDn = "certSubjectDn";

    /// <summary>Request, register only: the SHA-256 over the upper-case hexadecimal text of the modulus of that certificate's RSA key.</summary>
    public const string CertRsaModHash = "certRsaModHash";

    /// <summary>Request: the cloud the agent named (<c>aws</c>, <c>gcp</c>, ...).</summary>
    public const string InstanceCloud = "instanceCloud";

    /// <summary>Request: the authenticated caller of ZTS; always there on refresh.</summary>
    public const string Principal = "principal";

    /// <summary>Request: decimal bit mask of the service's features.</summary>
    public const string ServiceFeatureFlags = "serviceFeatureFlags";

    /// <summary>Request: decimal bit mask of the domain's features.</summary>
    public const string DomainFeatureFlags = "domainFeatureFlags";

    /// <summary>Answer: upper limit of the certificate's life in minutes, decimal digits. Any other text means no limit to ZTS.</summary>
    public const string CertExpiryTime = "certExpiryTime";

    /// <summary>Answer: <c>true</c> or <c>false</c>, whether the certificate can be refreshed.</summary>
    public const string CertRefresh = "certRefresh";

    /// <summary>Answer: <c>client</c>, <c>codeSigning</c> or <c>timestamping</c>.</summary>
    public const string CertUsage = "certUsage";

    /// <summary>Answer: the allowed subject OU.</summary>
    public const string CertSubjectOu = "certSubjectOU";

    /// <summary>Answer: <c>true</c> lets ZTS sign the SSH host CSR of the same request.</summary>
    public const string CertSsh = "certSSH";

    /// <summary>Answer: comma list of principals allowed in that SSH certificate.</summary>
    public const string AttestedSshCertPrincipals = "attestedSshCertPrincipals";

    /// <summary>Answer: the instance's private address, recorded with the SSH certificate.</summary>
    public const string InstancePrivateIp = "instancePrivateIp";
}
