using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Athenz.Csr;

/// <summary>Subject alternative names in their order, as raw texts: nothing is normalised on the way.</summary>
public sealed record SubjectNames
{
    private const string Oid = "2.5.29.17";
    private static readonly Asn1Tag DnsTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag IpTag = new(TagClass.ContextSpecific, 7);

    /// <summary>DNS names.</summary>
    public ImmutableArray<string> Dns { get; init; } = [];

    /// <summary>URIs.</summary>
    public ImmutableArray<string> Uris { get; init; } = [];

    /// <summary>IP addresses.</summary>
    public ImmutableArray<IPAddress> Ips { get; init; } = [];

    /// <summary>Reads the names of a request or a certificate; none when there is no such extension.</summary>
    public static SubjectNames Read(IEnumerable<X509Extension> extensions)
    {
        if (extensions.FirstOrDefault(e => e.Oid?.Value == Oid) is not { } extension) return new SubjectNames();
        var (dns, uris, ips) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<IPAddress>());
        var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag.HasSameClassAndValue(DnsTag)) dns.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, DnsTag));
            else if (tag.HasSameClassAndValue(UriTag)) uris.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
            else if (tag.HasSameClassAndValue(IpTag)) ips.Add(new IPAddress(sequence.ReadOctetString(IpTag)));
            else sequence.ReadEncodedValue();
        }
        return new SubjectNames { Dns = dns.ToImmutable(), Uris = uris.ToImmutable(), Ips = ips.ToImmutable() };
    }

    /// <summary>The extension; <see langword="null"/> when there are no names.</summary>
    public X509Extension? ToExtension()
    {
        if (Dns.Length + Uris.Length + Ips.Length == 0) return null;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var name in Dns) writer.WriteCharacterString(UniversalTagNumber.IA5String, name, DnsTag);
            foreach (var uri in Uris) writer.WriteCharacterString(UniversalTagNumber.IA5String, uri, UriTag);
            foreach (var ip in Ips) writer.WriteOctetString(ip.GetAddressBytes(), IpTag);
        }
        return new X509Extension(Oid, writer.Encode(), critical: false);
    }
}
