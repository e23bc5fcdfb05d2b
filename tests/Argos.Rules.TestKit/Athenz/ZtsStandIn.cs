using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Provider;
using Argos.Rules.TestKit.Athenz.Queries;
using Argos.Rules.TestKit.Athenz.Requests;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argos.Rules.TestKit.Athenz;

/// <summary>
/// Athenz's certificate service as far as a provider sees it: takes the requests of agents over HTTPS, checks what ZTS checks,
/// calls the provider as ZTS does, believes its answer as strictly as ZTS does, and signs real certificates.
/// </summary>
public sealed class ZtsStandIn : IAsyncDisposable
{
    private readonly ZtsOptions _options;
    private readonly IssuedCertificate _server;
    private readonly IssuedCertificate _client;
    private readonly InstanceIdentities _identities;
    private HttpHost? _host;

    private ZtsStandIn(ZtsOptions options)
    {
        _options = options;
        _server = options.Authority.Host();
        _client = options.ClientCertificate ?? options.Authority.Client("sys.auth.zts");
        _identities = new InstanceIdentities(options, _client.Certificate);
    }

    /// <summary>Where agents call.</summary>
    public Uri Url => _host!.Url;

    /// <summary>The Athenz CA.</summary>
    public TestAuthority Authority => _options.Authority;

    /// <summary>What providers ask ZTS: keys and access checks.</summary>
    public ZtsQueries Queries { get; } = new();

    /// <summary>All calls to providers, in order.</summary>
    public ImmutableList<ProviderExchange> Exchanges => _identities.Exchanges;

    /// <summary>Starts to listen.</summary>
    public static async Task<ZtsStandIn> StartAsync(ZtsOptions options, CancellationToken cancellationToken)
    {
        var zts = new ZtsStandIn(options);
        zts._host = await HttpHost.StartAsync(zts.HandleAsync, zts.Configure, options.Port, cancellationToken);
        return zts;
    }

    /// <summary>Revokes an instance: it cannot be refreshed.</summary>
    public void Revoke(string provider, string instanceId, string identity) => _identities.Revoke(provider, instanceId, identity);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Queries.Conduct.Release();
        if (_host is not null) await _host.DisposeAsync();
        Queries.Dispose();
        _server.Dispose();
        if (_options.ClientCertificate is null) _client.Dispose();
    }

    private void Configure(HttpsConnectionAdapterOptions tls)
    {
        tls.ServerCertificate = _server.Certificate;
        tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        tls.ClientCertificateValidation = (certificate, _, _) => _options.Authority.Trusts(certificate);
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (await Queries.TryAnswerAsync(context)) return;
        try
        {
            var request = await AgentRequestReader.ReadAsync(context.Request, context.RequestAborted);
            var caller = new Caller(
                _options.PeerAddress ?? context.Connection.RemoteIpAddress!,
                context.Request.Headers["X-Forwarded-For"].LastOrDefault(),
                context.Request.Headers.UserAgent.ToString(),
                context.Connection.ClientCertificate);
            var identity = await _identities.IssueAsync(request, caller, context.RequestAborted);
            await WriteAsync(context, request.Refresh ? 200 : 201, identity);
        }
        catch (ZtsRefusal refusal)
        {
            await WriteAsync(context, refusal.Status, new JsonObject { ["code"] = refusal.Status, ["message"] = refusal.Message });
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
