using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Enrollment;

/// <summary>
/// The certificate signing request (PKCS#10) of an Athenz service: CN <c>domain.service</c>, the DNS name below the suffix, the SPIFFE id and, for
/// an instance, <c>athenz://instanceid/provider/id</c>; host name and address where they are asked for. Source: athenz.github.io, Copper Argos, and what zts-svccert sends.
/// </summary>
internal static class SigningRequest
{
    private const string AlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UniformResource = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    public static string Pem(CertificatesOptions options, PrivateKey key)
    {
        var request = key.Request(Subject(options));
        request.CertificateExtensions.Add(new X509Extension(AlternativeNames, Names(options), critical: false));
        return request.CreateSigningRequestPem() + "\n";
    }

    private static X500DistinguishedName Subject(CertificatesOptions options)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(options.Identity);
        var unit = options.SubjectUnit.Length > 0 || options.WithServiceKey ? options.SubjectUnit : options.Provider;
        if (unit.Length > 0) subject.AddOrganizationalUnitName(unit);
        if (options.SubjectOrganization.Length > 0) subject.AddOrganizationName(options.SubjectOrganization);
        if (options.SubjectCountry.Length > 0) subject.AddCountryOrRegion(options.SubjectCountry);
        return subject.Build();
    }

    /// <summary>Written byte by byte: the framework's builder would rewrite a URI.</summary>
    private static byte[] Names(CertificatesOptions options)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, $"{options.Service}.{options.Domain.Replace('.', '-')}.{options.DnsSuffix}", Dns);
            if (options.Spiffe) writer.WriteCharacterString(UniversalTagNumber.IA5String, Spiffe(options), UniformResource);
            if (options.InstanceId.Length > 0)
                writer.WriteCharacterString(UniversalTagNumber.IA5String, $"athenz://instanceid/{options.Provider}/{options.InstanceId}", UniformResource);
            if (options.Hostname.Length > 0) writer.WriteCharacterString(UniversalTagNumber.IA5String, $"athenz://hostname/{options.Hostname}", UniformResource);
            if (options.IpAddress.Length > 0) writer.WriteOctetString(IPAddress.Parse(options.IpAddress).GetAddressBytes(), Address);
        }
        return writer.Encode();
    }

    private static string Spiffe(CertificatesOptions options) => options.SpiffeTrustDomain.Length > 0
        ? $"spiffe://{options.SpiffeTrustDomain}/ns/default/sa/{options.Identity}"
        : $"spiffe://{options.Domain}/sa/{options.Service}";
}
