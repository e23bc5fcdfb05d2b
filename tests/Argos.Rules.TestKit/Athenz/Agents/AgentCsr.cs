using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.TestKit.Athenz.Agents;

/// <summary>The signing request of an agent: RSA 2048 and SHA-256, names as the agent sends them.</summary>
internal static class AgentCsr
{
    public static string Write(AgentIdentity identity, RSA key)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (identity.Form != AgentForm.SpiffeOnly) subject.AddCommonName(identity.CommonName ?? $"{identity.Domain}.{identity.Service}");
        if (identity.Form == AgentForm.Lambda) subject.AddCountryOrRegion("US");
        if (Unit(identity) is { } unit) subject.AddOrganizationalUnitName(unit);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = identity.Form switch
        {
            AgentForm.Sia => SiaNames(identity),
            AgentForm.Ec2 or AgentForm.Container or AgentForm.Lambda => AwsNames(identity),
            AgentForm.CsiDriver => CsiNames(identity),
            AgentForm.SpiffeOnly => CsiNames(identity) with { Dns = [] },
            _ => SvcCertNames(identity),
        };
        request.CertificateExtensions.Add(names.ToExtension()!);
        return request.CreateSigningRequestPem();
    }

    private static SubjectNames SiaNames(AgentIdentity identity)
    {
        var host = Host(identity);
        string[] ips = identity.Address is null ? [] : [identity.Address];
        return new SubjectNames
        {
            Dns = [host, "*." + host, $"{identity.InstanceId}.instanceid.athenz.{identity.DnsSuffix}", .. identity.ExtraDns],
            Uris = [$"spiffe://{identity.Domain}/sa/{identity.Service}", .. identity.ExtraUris],
            Ips = [.. ips.Concat(identity.ExtraIps).Select(IPAddress.Parse)],
        };
    }

    private static SubjectNames AwsNames(AgentIdentity identity)
    {
        string[] wildcard = identity.Wildcard ? ["*." + Host(identity)] : [];
        string[] ips = identity.Form == AgentForm.Ec2 && identity.Address is { } own ? [own] : [];
        return new SubjectNames
        {
            Dns = [Host(identity), .. wildcard, .. identity.ExtraDns],
            Uris = [Spiffe(identity), $"athenz://instanceid/{identity.Provider}/{identity.InstanceId}", .. identity.ExtraUris],
            Ips = [.. ips.Concat(identity.ExtraIps).Select(IPAddress.Parse)],
        };
    }

    private static SubjectNames CsiNames(AgentIdentity identity) => new()
    {
        Dns = [Host(identity), "*." + Host(identity), .. identity.ExtraDns],
        Uris =
        [
            NamespacedSpiffe(identity),
            $"athenz://instanceid/{identity.Provider}/{identity.InstanceId}",
            .. identity.ExtraUris,
        ],
        Ips = [.. identity.ExtraIps.Select(IPAddress.Parse)],
    };

    private static SubjectNames SvcCertNames(AgentIdentity identity)
    {
        string[] host = identity.Hostname is null ? [] : [$"athenz://hostname/{identity.Hostname}"];
        string[] ips = identity.Address is null ? [] : [identity.Address];
        return new SubjectNames
        {
            Dns = [Host(identity), .. identity.ExtraDns],
            Uris = [$"spiffe://{identity.Domain}/sa/{identity.Service}", $"athenz://instanceid/{identity.Provider}/{identity.InstanceId}", .. host, .. identity.ExtraUris],
            Ips = [.. ips.Concat(identity.ExtraIps).Select(IPAddress.Parse)],
        };
    }

    private static string? Unit(AgentIdentity identity) => identity.Form switch
    {
        AgentForm.Sia or AgentForm.Ec2 or AgentForm.Container or AgentForm.Lambda => identity.SubjectUnit ?? identity.Provider,
        AgentForm.ZtsSvcCert => identity.SubjectUnit ?? "Athenz",
        _ => null,
    };

    private static string NamespacedSpiffe(AgentIdentity identity) =>
        $"spiffe://{identity.TrustDomain ?? "athenz.io"}/ns/{identity.Namespace}/sa/{identity.Domain}.{identity.Service}";

    /// <summary>Since 1.11.34 with a trust domain, and always in the namespace <c>default</c>.</summary>
    private static string Spiffe(AgentIdentity identity) => identity.TrustDomain is { } trust
        ? $"spiffe://{trust}/ns/default/sa/{identity.Domain}.{identity.Service}"
        : $"spiffe://{identity.Domain}/sa/{identity.Service}";

    private static string Host(AgentIdentity identity) => $"{identity.Service}.{identity.Domain.Replace('.', '-')}.{identity.DnsSuffix}";
}
