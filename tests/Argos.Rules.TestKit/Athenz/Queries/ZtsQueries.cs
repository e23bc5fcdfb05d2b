using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Csr;
using Argos.Rules.TestKit.Sources;
using Argos.Rules.TestKit.Tokens;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Athenz.Queries;

/// <summary>What a provider asks ZTS: its keys (for anybody) and access checks (for who has a certificate of the Athenz CA).</summary>
public sealed class ZtsQueries
{
    private readonly ConcurrentDictionary<string, bool> _grants = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> _domains = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<MembershipQuery, bool> _members = new();

    internal ZtsQueries(TokenMint mint, ZtsOptions options)
    {
        Mint = mint;
        foreach (var service in options.Services) _domains[service.Domain] = true;
    }

    /// <summary>Signs ZTS's tokens; what it publishes is served.</summary>
    public TokenMint Mint { get; }

    /// <summary>Outages and slowness of these answers.</summary>
    public SourceConduct Conduct { get; } = new();

    /// <summary>Lets a principal do something. The domain of the resource is known from then on.</summary>
    public void Grant(string principal, string action, string resource)
    {
        _domains[resource.Split(':')[0]] = true;
        _grants[$"{principal} {action} {resource}"] = true;
    }

    /// <summary>Makes a principal a member of a role. The domain is known from then on.</summary>
    public void Join(string principal, string domain, string role)
    {
        _domains[domain] = true;
        _members[new MembershipQuery(domain, role, principal)] = true;
    }

    internal bool Allows(string principal, string action, string resource) => _grants.ContainsKey($"{principal} {action} {resource}");

    /// <summary>Answers a request if it is such a question.</summary>
    internal async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var access = AccessQuery.IsOne(request);
        var keys = request.Path.Value!.EndsWith("/oauth2/keys", StringComparison.Ordinal);
        if (request.Method != HttpMethods.Get || (!access && !keys)) return false;
        if (!await Conduct.EnterAsync(context.RequestAborted)) context.Response.StatusCode = 503;
        // Without rfc=true the curve would have Java's name.
        else if (keys) await WriteAsync(context, request.Query["rfc"] == "true" ? Mint.Jwks()
            : Mint.Jwks().Replace("P-256", "prime256v1", StringComparison.Ordinal));
        else if (context.Connection.ClientCertificate is not { } certificate) throw new ZtsRefusal(401, "Invalid credentials");
        else if (MembershipQuery.IsOne(request)) await WriteAsync(context, Granted(MembershipQuery.Read(request)));
        else await WriteAsync(context, Granted(AccessQuery.Read(request), SubjectFields.SingleCommonName(certificate.SubjectName)));
        return true;
    }

    /// <summary>Without a principal it is the caller's own right that is asked for. A domain that nobody has heard of is 404.</summary>
    private string Granted(AccessQuery query, string? caller)
    {
        if (!_domains.ContainsKey(query.Domain)) throw new ZtsRefusal(404, $"Domain not found: {query.Domain}");
        var granted = Allows((query.Principal.Length > 0 ? query.Principal : caller)!, query.Action, query.Resource);
        return new JsonObject { ["granted"] = granted }.ToJsonString();
    }

    private string Granted(MembershipQuery query) => _domains.ContainsKey(query.Domain)
        ? new JsonObject { ["granted"] = _members.ContainsKey(query) }.ToJsonString()
        : throw new ZtsRefusal(404, $"No such domain: {query.Domain}");

    private static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
