using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Hosting;
using Argos.Rules.TestKit.Tokens;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Sources;

/// <summary>An OpenID Connect issuer: a discovery document and keys, over HTTP. Its keys rotate on demand.</summary>
public sealed class FakeOidcIssuer : IAsyncDisposable
{
    private HttpHost? _host;

    private FakeOidcIssuer()
    {
    }

    /// <summary>The issuer; it has a path, as those of EKS do.</summary>
    public string Issuer => $"{_host!.Url.ToString().TrimEnd('/')}/id/A1B2C3";

    /// <summary>Host and port.</summary>
    public string Host => _host!.Url.Authority;

    /// <summary>Signs tokens; what it publishes is served.</summary>
    public TokenMint Mint { get; private set; } = null!;

    /// <summary>Outages and slowness.</summary>
    public SourceConduct Conduct { get; } = new();

    /// <summary>What the discovery document names instead of the issuer itself.</summary>
    public string? NamedIssuer { get; set; }

    /// <summary>What the discovery document names instead of the place of the keys.</summary>
    public string? NamedKeys { get; set; }

    /// <summary>Whether there is no discovery document.</summary>
    public bool IsUndiscoverable { get; set; }

    /// <summary>Starts to listen.</summary>
    public static async Task<FakeOidcIssuer> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var issuer = new FakeOidcIssuer();
        issuer._host = await HttpHost.StartAsync(issuer.HandleAsync, null, 0, cancellationToken);
        issuer.Mint = new TokenMint(time, TokenKey.Ec(), issuer.Issuer);
        return issuer;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Conduct.Release();
        if (_host is not null) await _host.DisposeAsync();
        Mint.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (!await Conduct.EnterAsync(context.RequestAborted))
        {
            context.Response.StatusCode = 503;
            return;
        }
        var body = context.Request.Path.Value switch
        {
            "/id/A1B2C3/.well-known/openid-configuration" when !IsUndiscoverable => new JsonObject { ["issuer"] = NamedIssuer ?? Issuer, ["jwks_uri"] = NamedKeys ?? Issuer + "/keys" }.ToJsonString(),
            "/id/A1B2C3/keys" => Mint.Jwks(),
            _ => null,
        };
        if (body is null)
        {
            context.Response.StatusCode = 404;
            return;
        }
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
