using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Enrollment;

/// <summary>
/// Obtaining the provider's own certificate from ZTS, into the files of the callback listener. Off unless `ZtsUrl` is set; then with a service
/// key (`ServiceKeyFile`) or with an instance register token (`TokenFile`).
/// </summary>
internal sealed class CertificatesOptions : IValidatableObject
{
    /// <summary>ZTS with its path, for example `https://zts.example.com:4443/zts/v1`. Empty: certificates are not obtained, only read.</summary>
    public string ZtsUrl { get; set; } = "";

    /// <summary>PEM file with the roots that ZTS's server certificate must chain to; empty for the machine's.</summary>
    public string TrustFile { get; set; } = "";

    /// <summary>Athenz domain of the provider, for example `k8s.cluster1`.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Athenz service of the provider in that domain, for example `identityd`.</summary>
    public string Service { get; set; } = "";

    /// <summary>Suffix of the certificate's DNS name `service.domain-with-dashes.suffix`, for example `athenz.cloud`.</summary>
    public string DnsSuffix { get; set; } = "";

    /// <summary>PEM file with the private key whose public key is registered for the service in Athenz. The certificate is for this key.</summary>
    public string ServiceKeyFile { get; set; } = "";

    /// <summary>Identifier under which that public key is registered, for example `0`.</summary>
    public string KeyVersion { get; set; } = "";

    /// <summary>HTTP header for the token that is signed with the service key.</summary>
    public string TokenHeader { get; set; } = "Athenz-Principal-Auth";

    /// <summary>File with an instance register token of ZTS; read again for each request.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>Athenz provider that launches this instance: with a register token `sys.auth.zts`.</summary>
    public string Provider { get; set; } = "sys.auth.zts";

    /// <summary>Instance id that the register token is for. With a service key it may be empty.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>With a register token: keeps the private key at a refresh; otherwise each certificate has a key of its own. A service key is always kept: ZTS signs no other.</summary>
    public bool KeepKey { get; set; }

    /// <summary>Kind of a new private key.</summary>
    public KeyKind KeyKind { get; set; } = KeyKind.Rsa2048;

    /// <summary>Country (C) of the subject; empty for none.</summary>
    public string SubjectCountry { get; set; } = "";

    /// <summary>Organisation (O) of the subject; empty for none. ZTS may insist on one.</summary>
    public string SubjectOrganization { get; set; } = "";

    /// <summary>Organisational unit (OU) of the subject; empty: with a register token the provider, else none.</summary>
    public string SubjectUnit { get; set; } = "";

    /// <summary>IP address in the certificate, for example of a host with a register token; empty for none.</summary>
    public string IpAddress { get; set; } = "";

    /// <summary>
    /// Host name of the instance, in the certificate as `athenz://hostname/NAME` and sent to ZTS; empty for none. For register tokens.
    /// </summary>
    public string Hostname { get; set; } = "";

    /// <summary>Whether the certificate has a SPIFFE id.</summary>
    public bool Spiffe { get; set; } = true;

    /// <summary>Trust domain for a SPIFFE id of the form `spiffe://trust-domain/ns/default/sa/domain.service`; empty for `spiffe://domain/sa/service`.</summary>
    public string SpiffeTrustDomain { get; set; } = "";

    /// <summary>File beside the certificate's for the authorities that ZTS names; empty: not written.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Wished life in minutes; 0: ZTS decides.</summary>
    [Range(0, 527_040)]
    public int ExpiryMinutes { get; set; }

    /// <summary>Share of a certificate's life after which the next one is asked for; up to a tenth sooner, so that replicas do not ask at once.</summary>
    [Range(0.01, 0.95)]
    public double RefreshShare { get; set; } = 1d / 3;

    /// <summary>Seconds for one request to ZTS.</summary>
    [Range(1, 300)]
    public double RequestSeconds { get; set; } = 30;

    /// <summary>Whether certificates are obtained at all.</summary>
    internal bool Enabled => ZtsUrl.Length > 0;

    internal bool WithServiceKey => ServiceKeyFile.Length > 0;

    internal string Identity => $"{Domain}.{Service}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enabled) yield break;
        if (!Uri.TryCreate(ZtsUrl, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || url.Query.Length > 0)
            yield return new($"is `{ZtsUrl}`, but must be an https address like `https://zts.example.com:4443/zts/v1`", [nameof(ZtsUrl)]);
        if (!AthenzNames.IsDomain(Domain)) yield return new($"is `{Domain}`, not an Athenz domain in lower case like `k8s.cluster1`", [nameof(Domain)]);
        if (!AthenzNames.IsSimple(Service)) yield return new($"is `{Service}`, not the name of an Athenz service in lower case like `identityd`", [nameof(Service)]);
        if (!AthenzNames.IsHost(DnsSuffix)) yield return new($"is `{DnsSuffix}`, not a DNS suffix like `athenz.cloud`", [nameof(DnsSuffix)]);
        if (!AthenzNames.IsDomain(Provider)) yield return new($"is `{Provider}`, not an Athenz service like `sys.auth.zts`", [nameof(Provider)]);
        if (InstanceId.Length > 0 && !AthenzNames.IsInstanceId(InstanceId)) yield return new($"is `{InstanceId}`: use letters, digits and `-._:` only", [nameof(InstanceId)]);
        if (SpiffeTrustDomain.Length > 0 && !AthenzNames.IsHost(SpiffeTrustDomain)) yield return new($"is `{SpiffeTrustDomain}`, not a trust domain like `athenz.io`", [nameof(SpiffeTrustDomain)]);
        if (IpAddress.Length > 0 && !Contracts.Addresses.IpAddress.TryParse(IpAddress, out _)) yield return new($"is `{IpAddress}`, not an IP address", [nameof(IpAddress)]);
        if (Hostname.Length > 0 && (WithServiceKey || !AthenzNames.IsHost(Hostname))) yield return new($"is `{Hostname}`: give a host name in lower case, with a register token only", [nameof(Hostname)]);
        if (!TokenHeader.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') || TokenHeader.Length == 0) yield return new($"is `{TokenHeader}`, not the name of a header", [nameof(TokenHeader)]);
        if (WithServiceKey == TokenFile.Length > 0)
            yield return new("or `TokenFile` must be given, one of the two: a registered service key, or an instance register token", [nameof(ServiceKeyFile)]);
        if (WithServiceKey && !AthenzNames.IsKeyVersion(KeyVersion)) yield return new($"is `{KeyVersion}`: give the identifier under which the public key is registered, like `0`", [nameof(KeyVersion)]);
        if (!WithServiceKey && InstanceId.Length == 0) yield return new("is required with a register token: the instance id that the token is for", [nameof(InstanceId)]);
    }
}
