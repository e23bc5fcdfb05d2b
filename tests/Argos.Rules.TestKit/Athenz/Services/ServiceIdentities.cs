using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Checks;
using Argos.Rules.TestKit.Athenz.Csr;
using Argos.Rules.TestKit.Athenz.Requests;
using Argos.Rules.TestKit.Athenz.Signing;

namespace Argos.Rules.TestKit.Athenz.Services;

/// <summary>
/// <c>POST /instance/{domain}/{service}/refresh</c>: a certificate for a service that holds a registered key. The request must be for that very key;
/// with a certificate instead of a token the names and the key must be the certificate's.
/// </summary>
internal sealed class ServiceIdentities(ZtsOptions options)
{
    private readonly PrincipalTokens _tokens = new(options);
    private ImmutableList<PrincipalFields> _seen = [];

    /// <summary>The tokens that were believed, in order.</summary>
    public ImmutableList<PrincipalFields> Seen => _seen;

    public JsonObject Issue(string domain, string service, JsonObject body, string? token, Caller caller)
    {
        var fields = token is null ? null : _tokens.Read(token);
        if (fields is not null) ImmutableInterlocked.Update(ref _seen, list => list.Add(fields));
        var identity = $"{domain}.{service}";
        var principal = fields is null ? caller.Principal ?? throw new ZtsRefusal(401, "Invalid credentials") : $"{fields.Domain}.{fields.Name}";
        if (principal != identity) throw ZtsRefusal.BadRequest($"Principal mismatch: {identity} vs. {principal}");
        var keyId = fields?.KeyId ?? (string?)body["keyId"] ?? "";
        var registered = options.Services.FirstOrDefault(s => s.Domain == domain && s.Name == service)?.PublicKeys.GetValueOrDefault(keyId)
            ?? throw ZtsRefusal.BadRequest($"Unable to retrieve public key for {identity} with key id: {keyId}");
        var csr = CsrReader.Read((string?)body["csr"] ?? "") ?? throw ZtsRefusal.BadRequest("Unable to parse PKCS10 certificate request");
        RequestChecks.CheckServiceCsr(options, domain, service, csr);
        using var key = RegisteredKey.Read(registered);
        if (!csr.Request.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.Info)) throw ZtsRefusal.BadRequest("Invalid CSR - public key mismatch");
        if (fields is null) CheckAgainst(caller, csr);
        using var certificate = ServiceCertificateSigner.Sign(options, csr, CertificateDirectives.Of(ImmutableDictionary<string, string>.Empty), (int?)body["expiryTime"] ?? 0);
        return new JsonObject
        {
            ["name"] = identity,
            ["certificate"] = ServiceCertificateSigner.Pem(certificate),
            ["caCertBundle"] = options.Authority.CertificatePem,
        };
    }

    private static void CheckAgainst(Caller caller, CsrFacts csr)
    {
        var shown = caller.Certificate!;
        if (!SubjectNames.Read(shown.Extensions).Dns.SequenceEqual(csr.Names.Dns)) throw ZtsRefusal.BadRequest("Request validation failed: DNS_NAME_MISMATCH");
        if (!shown.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(csr.Request.PublicKey.ExportSubjectPublicKeyInfo())) throw ZtsRefusal.BadRequest("Request validation failed: PUBLIC_KEY_MISMATCH");
    }
}
