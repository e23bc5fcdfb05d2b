using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Certificates;

/// <summary>A certificate authority for tests and development: EC P-256 keys, everything as PEM.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly TimeProvider _time;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>An authority of its own; two authorities with the same name do not trust each other.</summary>
    public TestAuthority(string name = "Argos test CA", TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = _time.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(3650));
    }

    private TestAuthority(TestAuthority parent, string name)
    {
        _time = parent._time;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var signed = parent.Sign(request, _time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(365));
        Certificate = signed.CopyWithPrivateKey(_key);
    }

    /// <summary>The authority's certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Its clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>The authority's certificate as PEM text.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>An authority below this one: an intermediate.</summary>
    public TestAuthority Intermediate(string name = "Argos test intermediate") => new(this, name);

    /// <summary>A provider's certificate as Athenz issues it: the CN is the service name, and no SAN names a host.</summary>
    public IssuedCertificate Provider(string service) => Issue($"CN={service}, OU=sys.auth.zts, O=Athenz", [ServerAuth, ClientAuth]);

    /// <summary>A server certificate for a host: for ordinary clients, which compare SANs.</summary>
    /// <param name="name">The host's name.</param>
    /// <param name="addresses">Its addresses beside those of the loopback.</param>
    public IssuedCertificate Host(string name = "localhost", params IPAddress[] addresses) =>
        Issue($"CN={name}", [ServerAuth], names =>
        {
            names.AddDnsName(name);
            foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback }.Union(addresses)) names.AddIpAddress(address);
        });

    /// <summary>A server certificate for several hosts, and no address.</summary>
    public IssuedCertificate Hosts(IEnumerable<string> hosts) =>
        Issue("CN=a server", [ServerAuth], names =>
        {
            foreach (var host in hosts) names.AddDnsName(host);
        });

    /// <summary>A client certificate, for example of <c>sys.auth.zts</c>.</summary>
    public IssuedCertificate Client(string service, Action<SubjectAlternativeNameBuilder>? names = null) =>
        Issue($"CN={service}, O=Athenz", [ServerAuth, ClientAuth], names);

    /// <summary>Any leaf certificate.</summary>
    /// <param name="subject">The subject, for example <c>CN=a, CN=b</c>.</param>
    /// <param name="usages">The object ids of the extended key usages.</param>
    /// <param name="names">Adds subject alternative names.</param>
    /// <param name="notBefore">Begin, against now; one hour ago when left out.</param>
    /// <param name="notAfter">End, against now; in 30 days when left out.</param>
    public IssuedCertificate Issue(
        string subject, IEnumerable<string> usages, Action<SubjectAlternativeNameBuilder>? names = null, TimeSpan? notBefore = null, TimeSpan? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(u => new Oid(u))], false));
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }
        var now = _time.GetUtcNow();
        using var signed = Sign(request, now + (notBefore ?? TimeSpan.FromHours(-1)), now + (notAfter ?? TimeSpan.FromDays(30)));
        return new IssuedCertificate(signed.CopyWithPrivateKey(key), Certificate);
    }

    /// <summary>Signs a prepared request.</summary>
    public X509Certificate2 Sign(CertificateRequest request, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x01);
        var end = notAfter < Certificate.NotAfter ? notAfter : Certificate.NotAfter;
        return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), notBefore, end, serial);
    }

    /// <summary>Whether a certificate's chain ends in this authority, now.</summary>
    public bool Trusts(X509Certificate2 certificate) => new TrustedRoot(Certificate, _time).Trusts(certificate);

    /// <summary>Writes the authority's certificate into a file.</summary>
    public string WriteTo(string folder, string name = "ca")
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, name + ".crt");
        File.WriteAllText(file, CertificatePem);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
