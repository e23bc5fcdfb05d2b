using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Tokens;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Sources;

/// <summary>
/// The issuers of a cloud over TLS, each with a discovery document and keys, told apart by host and path as the clusters of one EKS
/// region are. Whoever asks has to be led here: its address is on loopback.
/// </summary>
public sealed class FakeCloudIssuers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TokenMint> _mints = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly IssuedCertificate _server;
    private HttpHost? _host;

    private FakeCloudIssuers(IssuedCertificate server) => _server = server;

    /// <summary>Address and port on loopback.</summary>
    public string Address => _host!.Url.Authority;

    /// <summary>Outages and slowness.</summary>
    public SourceConduct Conduct { get; } = new();

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>Starts to listen.</summary>
    /// <param name="authority">Signs the server's certificate.</param>
    /// <param name="hosts">The names in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FakeCloudIssuers> StartAsync(TestAuthority authority, IEnumerable<string> hosts, CancellationToken cancellationToken)
    {
        var cloud = new FakeCloudIssuers(authority.Hosts(hosts));
        cloud._host = await HttpHost.StartAsync(cloud.HandleAsync, tls => tls.ServerCertificate = cloud._server.Certificate, 0, cancellationToken);
        return cloud;
    }

    /// <summary>Adds an issuer.</summary>
    /// <param name="issuer">Its address, for example <c>https://oidc.eks.us-west-2.amazonaws.com/id/A1</c>.</param>
    /// <param name="time">The clock of its tokens.</param>
    /// <param name="key">Its first key; EC P-256 when left out.</param>
    /// <returns>Signs its tokens; what it publishes is served.</returns>
    public TokenMint Add(string issuer, TimeProvider? time = null, TokenKey? key = null) => _mints[issuer] = new TokenMint(time, key ?? TokenKey.Ec(), issuer);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Conduct.Release();
        if (_host is not null) await _host.DisposeAsync();
        foreach (var mint in _mints.Values) mint.Dispose();
        _server.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var address = $"https://{context.Request.Host.Value}{context.Request.Path.Value}";
        _asked.Enqueue(address);
        if (!await Conduct.EnterAsync(context.RequestAborted))
        {
            context.Response.StatusCode = 503;
            return;
        }
        var (issuer, mint) = _mints.FirstOrDefault(m => address.StartsWith(m.Key + "/", StringComparison.Ordinal));
        var body = issuer is null ? null : address[issuer.Length..] switch
        {
            "/.well-known/openid-configuration" => new JsonObject { ["issuer"] = issuer, ["jwks_uri"] = issuer + "/keys" }.ToJsonString(),
            "/keys" => mint.Jwks(),
            _ => null,
        };
        context.Response.StatusCode = body is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        if (body is not null) await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
