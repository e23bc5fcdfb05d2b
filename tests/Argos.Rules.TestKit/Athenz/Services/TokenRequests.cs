using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Requests;

namespace Argos.Rules.TestKit.Athenz.Services;

/// <summary><c>GET /instance/{provider}/{domain}/{service}/{instanceId}/token</c>: a register token for whoever may change the service.</summary>
internal sealed class TokenRequests(ZtsOptions options, RegisterTokens tokens)
{
    public JsonObject Issue(string provider, string domain, string service, string instanceId, Caller caller)
    {
        var principal = caller.Principal ?? throw new ZtsRefusal(401, "Invalid credentials");
        var known = options.Services.FirstOrDefault(s => s.Domain == domain && s.Name == service) ?? throw new ZtsRefusal(404, $"unknown service: {domain}.{service}");
        if (!known.Admins.Contains(principal)) throw ZtsRefusal.Forbidden($"forbidden: {principal} may not update {domain}:service.{service}");
        if (!known.LaunchedBy.Contains(provider)) throw ZtsRefusal.Forbidden($"provider '{provider}' not authorized to launch {domain}.{service} instances");
        // Only the provider inside ZTS can issue.
        if (provider != RegisterTokens.ZtsProvider) throw ZtsRefusal.BadRequest("Not Implemented");
        return new JsonObject
        {
            ["provider"] = provider,
            ["domain"] = domain,
            ["service"] = service,
            ["attestationData"] = tokens.Sign(tokens.Claims(domain, service, instanceId, principal)),
        };
    }
}
