using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Attributes;
using Argos.Rules.TestKit.Athenz.Checks;
using Argos.Rules.TestKit.Athenz.Csr;
using Argos.Rules.TestKit.Athenz.Provider;
using Argos.Rules.TestKit.Athenz.Requests;
using Argos.Rules.TestKit.Athenz.Services;
using Argos.Rules.TestKit.Athenz.Signing;

namespace Argos.Rules.TestKit.Athenz;

/// <summary>Register and refresh from request to certificate, in ZTS's order.</summary>
internal sealed class InstanceIdentities(ZtsOptions options, X509Certificate2 client, RegisterTokens registerTokens)
{
    private readonly RequestChecks _checks = new(options);
    private readonly ProviderCall _provider = new(options, client);
    private readonly CertificateRecords _records = new();
    private ImmutableList<ProviderExchange> _exchanges = [];

    public ImmutableList<ProviderExchange> Exchanges => _exchanges;

    /// <summary>Forgets an instance: it cannot be refreshed any more.</summary>
    public void Delete(string provider, string id, string identity) => _records.Delete(provider, id, identity);

    public void Revoke(string provider, string id, string identity) => _records.Revoke(provider, id, identity);

    public async Task<JsonObject> IssueAsync(AgentRequest raw, Caller caller, CancellationToken cancellationToken)
    {
        var (request, provider, service) = _checks.CheckCaller(raw, caller);
        var csr = CsrReader.Read(request.Csr ?? "") ?? throw ZtsRefusal.BadRequest("unable to parse PKCS10 CSR");
        var id = _checks.CheckCsr(request, provider, service, csr, caller);
        var directives = CertificateDirectives.Of(await ConfirmAsync(request, provider, service, csr, id, caller, cancellationToken));
        if (options.VerifySubjectOu) CheckUnit(request, csr, directives);
        var presented = caller.Certificate?.SerialNumber ?? "";
        if (request.Refresh && directives.Refreshable) _records.Check(request.Provider, id, request.Identity, presented);
        using var certificate = ServiceCertificateSigner.Sign(options, csr, directives, request.ExpiryMinutes);
        if (request.Refresh) _records.Renew(request.Provider, id, request.Identity, presented, certificate.SerialNumber);
        else if (directives.Refreshable) _records.Register(request.Provider, id, request.Identity, certificate.SerialNumber);
        return Identity(request, id, certificate, directives);
    }

    private async Task<ImmutableDictionary<string, string>> ConfirmAsync(
        AgentRequest request, ZtsProvider provider, ZtsService service, CsrFacts csr, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (provider.Endpoint.StartsWith("class://", StringComparison.Ordinal) && provider.Name == RegisterTokens.ZtsProvider)
        {
            registerTokens.Confirm(request, id);
            return ImmutableDictionary<string, string>.Empty;
        }
        if (!ProviderEndpoint.TryParse(provider.Endpoint, options.ProviderEndpoints, out var endpoint))
            throw ZtsRefusal.BadRequest($"unable to get instance for provider: {request.Provider}");
        var attributes = RequestAttributes.Of(request, csr, id, caller, service);
        var exchange = await _provider.ConfirmAsync(endpoint, request, attributes, cancellationToken);
        ImmutableInterlocked.Update(ref _exchanges, list => list.Add(exchange));
        return Confirmed(exchange, request, caller, attributes);
    }

    private ImmutableDictionary<string, string> Confirmed(
        ProviderExchange exchange, AgentRequest request, Caller caller, ImmutableSortedDictionary<string, string> attributes)
    {
        try
        {
            if (options.IsBefore1854)
            {
                if (exchange.Status is null) throw ZtsRefusal.Forbidden(exchange.Failure!);
                if (request.Refresh && exchange.Status is not (HttpStatusCode.OK or HttpStatusCode.Forbidden)) return ImmutableDictionary<string, string>.Empty;
            }
            if (exchange.Status is null or HttpStatusCode.GatewayTimeout) throw ZtsRefusal.Gateway(exchange.Failure ?? Refusal(exchange));
            if (exchange.Status != HttpStatusCode.OK) throw ZtsRefusal.Forbidden(Refusal(exchange));
            return AnswerDecoder.Decode(exchange);
        }
        catch (ZtsRefusal refusal)
        {
            var who = $"client: {caller.UserAgent} clientIP: {attributes["clientIP"]} clientHost: {request.Hostname}";
            throw new ZtsRefusal(refusal.Status, $"unable to verify attestation data: {refusal.Message} {who}");
        }
    }

    private static string Refusal(ProviderExchange exchange) =>
        $"ResourceException ({(int)exchange.Status!}): {exchange.Answer.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ')}";

    private static void CheckUnit(AgentRequest request, CsrFacts csr, CertificateDirectives directives)
    {
        foreach (var unit in SubjectFields.Units(csr.Request.SubjectName))
        {
            if (unit != request.Provider && unit != directives.SubjectOu) throw ZtsRefusal.BadRequest("CSR validation failed: subject ou mismatch");
        }
    }

    /// <summary>Not a certificate: the names that one would have.</summary>
    private static string SshCertificate(AgentRequest request, X509Certificate2 certificate, CertificateDirectives directives) =>
        $"ssh-cert {certificate.SerialNumber} {request.Identity} {string.Join(',', directives.SshPrincipals)}\n";

    private JsonObject Identity(AgentRequest request, string id, X509Certificate2 certificate, CertificateDirectives directives)
    {
        var identity = new JsonObject
        {
            ["provider"] = request.Provider,
            ["name"] = request.Identity,
            ["instanceId"] = id,
            ["x509Certificate"] = ServiceCertificateSigner.Pem(certificate),
            ["x509CertificateSigner"] = options.Authority.CertificatePem,
        };
        if (request.WantsSsh && directives.SignsSsh) identity["sshCertificate"] = SshCertificate(request, certificate, directives);
        if (!directives.PassedOn.IsEmpty)
            identity["attributes"] = new JsonObject(directives.PassedOn.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        return identity;
    }
}
