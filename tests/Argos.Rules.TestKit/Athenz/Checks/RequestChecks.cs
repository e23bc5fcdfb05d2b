using System.Text.RegularExpressions;
using Argos.Rules.TestKit.Athenz.Csr;
using Argos.Rules.TestKit.Athenz.Requests;

namespace Argos.Rules.TestKit.Athenz.Checks;

/// <summary>What ZTS has checked before it calls the provider, in its order. It does not know whether anything is genuine.</summary>
internal sealed partial class RequestChecks(ZtsOptions options)
{
    /// <summary>Syntax, registration, launch rights, attestation data.</summary>
    public (AgentRequest Request, ZtsProvider Provider, ZtsService Service) CheckCaller(AgentRequest raw, Caller caller)
    {
        if (!AthenzGrammar.IsCompoundName(raw.Provider) || !raw.Provider.Contains('.')) throw ZtsRefusal.BadRequest("invalid provider");
        if (!AthenzGrammar.IsCompoundName(raw.Domain)) throw ZtsRefusal.BadRequest("invalid domain");
        if (!AthenzGrammar.IsSimpleName(raw.Service)) throw ZtsRefusal.BadRequest("invalid service");
        if (raw.Hostname is not null && !AthenzGrammar.IsCompoundName(raw.Hostname)) throw ZtsRefusal.BadRequest("invalid hostname");
        var request = raw.ToLower();
        if (options.Services.All(s => s.Domain != request.Domain)) throw new ZtsRefusal(404, $"domain not found: {request.Domain}");
        var service = options.Services.FirstOrDefault(s => s.Domain == request.Domain && s.Name == request.Service)
            ?? throw ZtsRefusal.BadRequest($"service not registered in domain: {request.Identity}");
        var provider = options.Providers.FirstOrDefault(p => p.Name == request.Provider);
        if (provider is null || !provider.MayLaunch) throw ZtsRefusal.Forbidden($"provider '{request.Provider}' not authorized to launch instances in Athenz");
        if (!service.LaunchedBy.Contains(request.Provider))
            throw ZtsRefusal.Forbidden($"provider '{request.Provider}' not authorized to launch {request.Identity} instances");
        if (!request.Refresh && string.IsNullOrEmpty(request.AttestationData)) throw ZtsRefusal.BadRequest("missing attestation data");
        if (request.Refresh && caller.Principal != request.Identity)
            throw ZtsRefusal.BadRequest($"Principal mismatch: {request.Identity} vs. {caller.Principal}");
        return (request, provider, service);
    }

    /// <summary>The signing request; gives the instance id.</summary>
    public string CheckCsr(AgentRequest request, ZtsProvider provider, ZtsService service, CsrFacts csr, Caller caller)
    {
        if (csr.SpiffeUris.Count() > 1) throw ZtsRefusal.BadRequest("unable to parse PKCS10 CSR: more than one SPIFFE URI");
        var id = InstanceIds.Of(csr.Names) ?? request.CertInstanceId;
        if (string.IsNullOrEmpty(id)) throw ZtsRefusal.BadRequest("unable to get instance id from CSR");
        if (request.Refresh) CheckRefreshedId(request, id, caller);
        if (!string.Equals(csr.CommonName, request.Identity, StringComparison.OrdinalIgnoreCase) && !(csr.CommonName.Length == 0 && csr.SpiffeUris.Any()))
            throw ZtsRefusal.BadRequest("CSR validation failed: cn mismatch");
        CheckHostname(request, provider, csr);
        foreach (var name in csr.Names.Dns) CheckDns(request, provider, service, name);
        var organizations = SubjectFields.Organizations(csr.Request.SubjectName);
        if (!options.Organizations.IsEmpty && organizations.Any(o => !options.Organizations.Contains(o)))
            throw ZtsRefusal.BadRequest("CSR validation failed: subject o mismatch");
        foreach (var uri in csr.SpiffeUris) CheckSpiffe(request, uri);
        return id;
    }

    /// <summary>The signing request of a service with a key of its own.</summary>
    public static void CheckServiceCsr(ZtsOptions options, string domain, string service, CsrFacts csr)
    {
        if (csr.CommonName != $"{domain}.{service}") throw ZtsRefusal.BadRequest("Invalid CSR - data mismatch");
        if (!options.Organizations.IsEmpty && SubjectFields.Organizations(csr.Request.SubjectName).Any(o => !options.Organizations.Contains(o)))
            throw ZtsRefusal.BadRequest("CSR validation failed: subject o mismatch");
        if (csr.SpiffeUris.Count() > 1) throw ZtsRefusal.BadRequest("Unable to parse PKCS10 certificate request");
        var request = new AgentRequest { Refresh = true, Domain = domain, Service = service };
        foreach (var uri in csr.SpiffeUris) CheckSpiffe(request, uri);
    }

    private static void CheckRefreshedId(AgentRequest request, string id, Caller caller)
    {
        if (id != request.PathInstanceId) throw ZtsRefusal.BadRequest("instance id mismatch between CSR and URI");
        if (InstanceIds.Of(SubjectNames.Read(caller.Certificate!.Extensions)) != id)
            throw ZtsRefusal.BadRequest("instance id mismatch between CSR and certificate");
    }

    private static void CheckHostname(AgentRequest request, ZtsProvider provider, CsrFacts csr)
    {
        const string prefix = "athenz://hostname/";
        if (csr.Names.Uris.Any(u => u.StartsWith(prefix, StringComparison.Ordinal) && u[prefix.Length..] != request.Hostname))
            throw ZtsRefusal.BadRequest("CSR validation failed: hostname mismatch");
        if (request.Hostname is { Length: > 0 } host && !provider.HostnameSuffixes.Any(s => host.EndsWith("." + s, StringComparison.Ordinal)))
            throw ZtsRefusal.BadRequest("CSR validation failed: hostname suffix not allowed");
    }

    private static void CheckDns(AgentRequest request, ZtsProvider provider, ZtsService service, string name)
    {
        if (OwnNames.Has(request, service, name) || name == request.Hostname
            || provider.DnsSuffixes.Any(s => name.EndsWith("." + s, StringComparison.Ordinal))) return;
        throw ZtsRefusal.BadRequest("CSR validation failed: dns name not allowed for the provider");
    }

    /// <summary>Either form; namespace and trust domain are whatever the agent wrote, the namespace in its request too.</summary>
    private static void CheckSpiffe(AgentRequest request, string uri)
    {
        if (uri == $"spiffe://{request.Domain}/sa/{request.Service}") return;
        if (NamespacedSpiffe().Match(uri) is { Success: true } match && match.Groups["id"].Value == request.Identity
            && match.Groups["namespace"].Value == request.Namespace) return;
        throw ZtsRefusal.BadRequest("CSR validation failed: invalid SPIFFE URI");
    }

    [GeneratedRegex(@"^spiffe://[^/]+/ns/(?<namespace>[^/]+)/sa/(?<id>[^/]+)\z")]
    private static partial Regex NamespacedSpiffe();
}
