using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.TestKit.Athenz.Checks;
using Argos.Rules.TestKit.Athenz.Csr;
using Argos.Rules.TestKit.Athenz.Requests;

namespace Argos.Rules.TestKit.Athenz.Attributes;

/// <summary>Builds the attributes of an InstanceConfirmation, exactly as ZTS does.</summary>
internal static class RequestAttributes
{
    private const string HostnamePrefix = "athenz://hostname/";

    public static ImmutableSortedDictionary<string, string> Of(AgentRequest request, CsrFacts csr, string instanceId, Caller caller, ZtsService service)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        all[AttributeNames.InstanceId] = instanceId;
        all[AttributeNames.ClientIp] = ClientIp(caller);
        // There even when it is empty.
        all[AttributeNames.SanDns] = string.Join(',', csr.Names.Dns.Where(name => !OwnNames.Has(request, service, name)));
        Add(AttributeNames.SanIp, string.Join(',', csr.Names.Ips.Select(JavaAddress.Write)));
        Add(AttributeNames.SanUri, string.Join(',', csr.Names.Uris));
        Add(AttributeNames.Hostname, request.Hostname);
        Add(AttributeNames.AwsAccount, service.AwsAccount);
        foreach (var (name, value) in service.CloudAttributes) Add(name, value);
        Add(AttributeNames.InstanceCloud, request.Cloud);
        Add(AttributeNames.Principal, caller.Principal);
        if (caller.Certificate is { } certificate) AddCertificate(certificate, request.Refresh);
        return all.ToImmutable();

        void AddCertificate(X509Certificate2 own, bool refresh)
        {
            if (refresh)
            {
                var named = SubjectNames.Read(own.Extensions).Uris.FirstOrDefault(u => u.StartsWith(HostnamePrefix, StringComparison.Ordinal));
                Add(AttributeNames.CertHostname, named?[HostnamePrefix.Length..]);
                return;
            }
            Add("certIssuerDn", own.IssuerName.Name);
            Add("certSubjectDn", own.SubjectName.Name);
            Add("certRsaModHash", ModulusHash(own));
        }

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) all[name] = value;
        }
    }

    /// <summary>The peer; behind a proxy on the same machine the last address that the proxy names, as it is written.</summary>
    private static string ClientIp(Caller caller)
    {
        var last = caller.ForwardedFor?.Split(',')[^1].Trim();
        return caller.Address.Equals(IPAddress.Loopback) && IPAddress.TryParse(last, out _) ? last : JavaAddress.WritePeer(caller.Address);
    }

    /// <summary>SHA-256 over the upper-case hex text of the modulus, not over its bytes.</summary>
    private static string? ModulusHash(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is null) return null;
        var hex = Convert.ToHexString(rsa.ExportParameters(false).Modulus!).TrimStart('0');
        return SHA256.HashData(Encoding.ASCII.GetBytes(hex)).Aggregate("", (text, b) => text + b.ToString("x2", CultureInfo.InvariantCulture));
    }
}
