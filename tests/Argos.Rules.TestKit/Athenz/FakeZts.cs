using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Provider;
using Argos.Rules.TestKit.Athenz.Queries;
using Argos.Rules.TestKit.Athenz.Requests;
using Argos.Rules.TestKit.Athenz.Services;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argos.Rules.TestKit.Athenz;

/// <summary>
/// Athenz's certificate service as far as a provider sees it: takes the requests of agents over HTTPS, checks what ZTS checks,
/// calls the provider as ZTS does, believes its answer as strictly as ZTS does, and signs real certificates.
/// </summary>
public sealed class FakeZts : IAsyncDisposable
{
    private readonly ZtsOptions _options;
    private readonly IssuedCertificate _server;
    private readonly IssuedCertificate _client;
    private readonly InstanceIdentities _identities;
    private readonly ServiceIdentities _services;
    private readonly TokenRequests _tokenRequests;
    private readonly RoleGrants _roles;
    private readonly TokenMint _mint;
    private HttpHost? _host;

    private FakeZts(ZtsOptions options)
    {
        _options = options;
        _server = options.Authority.Host("localhost", options.Address);
        _client = options.ClientCertificate ?? options.Authority.Client("sys.auth.zts");
        _mint = options.Mint ?? new TokenMint(options.Time, TokenKey.Ec());
        RegisterTokens = new RegisterTokens(_mint, options.Time);
        Queries = new ZtsQueries(_mint, options);
        _identities = new InstanceIdentities(options, _client.Certificate, RegisterTokens);
        _services = new ServiceIdentities(options);
        _tokenRequests = new TokenRequests(options, RegisterTokens);
        _roles = new RoleGrants(options, _mint);
    }

    /// <summary>Where agents call.</summary>
    public Uri Url => _host!.Url;

    /// <summary>The Athenz CA.</summary>
    public TestAuthority Authority => _options.Authority;

    /// <summary>What providers ask ZTS: keys and access checks.</summary>
    public ZtsQueries Queries { get; }

    /// <summary>All calls to providers, in order.</summary>
    public ImmutableList<ProviderExchange> Exchanges => _identities.Exchanges;

    /// <summary>Instance register tokens, good and bad.</summary>
    public RegisterTokens RegisterTokens { get; }

    /// <summary>The service tokens that were believed, in order.</summary>
    public ImmutableList<PrincipalFields> PrincipalTokens => _services.Seen;

    /// <summary>Answers everything, while it is set: an outage, or nonsense.</summary>
    public RequestDelegate? Instead { get; set; }

    /// <summary>Starts to listen.</summary>
    public static async Task<FakeZts> StartAsync(ZtsOptions options, CancellationToken cancellationToken)
    {
        var zts = new FakeZts(options);
        zts._host = await HttpHost.StartAsync(zts.HandleAsync, zts.Configure, new IPEndPoint(options.Address, options.Port), cancellationToken);
        return zts;
    }

    /// <summary>Revokes an instance: it cannot be refreshed.</summary>
    public void Revoke(string provider, string instanceId, string identity) => _identities.Revoke(provider, instanceId, identity);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Queries.Conduct.Release();
        if (_host is not null) await _host.DisposeAsync();
        _server.Dispose();
        if (_options.ClientCertificate is null) _client.Dispose();
        if (_options.Mint is null) _mint.Dispose();
    }

    private void Configure(HttpsConnectionAdapterOptions tls)
    {
        tls.ServerCertificate = _server.Certificate;
        tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        tls.ClientCertificateValidation = (certificate, _, _) => _options.Authority.Trusts(certificate);
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (Instead is { } instead)
        {
            await instead(context);
            return;
        }
        try
        {
            if (!await Queries.TryAnswerAsync(context)) await AnswerAsync(context);
        }
        catch (ZtsRefusal refusal)
        {
            await WriteAsync(context, refusal.Status, new JsonObject { ["code"] = refusal.Status, ["message"] = refusal.Message });
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var caller = new Caller(
            _options.PeerAddress ?? context.Connection.RemoteIpAddress!,
            context.Request.Headers["X-Forwarded-For"].LastOrDefault(),
            context.Request.Headers.UserAgent.ToString(),
            context.Connection.ClientCertificate);
        string[] path = [.. (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        switch (context.Request.Method, path)
        {
            case ("GET", ["zts", "v1", "instance", var provider, var domain, var service, var id, "token"]):
                await WriteAsync(context, 200, _tokenRequests.Issue(provider, domain, service, id, caller));
                break;
            case ("POST", ["zts", "v1", "instance", var domain, var service, "refresh"]):
                var serviceBody = await AgentRequestReader.BodyAsync(context.Request, context.RequestAborted);
                await WriteAsync(context, 200, _services.Issue(domain, service, serviceBody,
                    context.Request.Headers["Athenz-Principal-Auth"].LastOrDefault(), caller));
                break;
            case ("POST", ["zts", "v1", "rolecert"]):
                await WriteAsync(context, 200, _roles.Certificate(
                    await AgentRequestReader.BodyAsync(context.Request, context.RequestAborted), caller));
                break;
            case ("POST", ["zts", "v1", "oauth2", "token"]):
                await WriteAsync(context, 200, _roles.Token(await AgentRequestReader.FormAsync(context.Request, context.RequestAborted),
                    caller));
                break;
            case ("DELETE", ["zts", "v1", "instance", var provider, var domain, var service, var id]):
                DeleteInstance(provider, domain, service, id, caller);
                context.Response.StatusCode = 204;
                break;
            default:
                var request = await AgentRequestReader.ReadAsync(context.Request, context.RequestAborted);
                await WriteAsync(context, request.Refresh ? 200 : 201, await _identities.IssueAsync(request, caller, context.RequestAborted));
                break;
        }
    }

    /// <summary>The provider itself may, and whoever may <c>delete</c> the instance.</summary>
    private void DeleteInstance(string provider, string domain, string service, string id, Caller caller)
    {
        var principal = caller.Principal ?? throw new ZtsRefusal(401, "Invalid credentials");
        if (principal != provider && !Queries.Allows(principal, "delete", $"{domain}:instance.{id}"))
            throw ZtsRefusal.Forbidden($"{principal} may not delete instance {id} of {domain}.{service}");
        _identities.Delete(provider, id, $"{domain}.{service}");
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
