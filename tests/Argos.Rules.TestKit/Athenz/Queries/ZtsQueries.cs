using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Sources;
using Argos.Rules.TestKit.Tokens;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Athenz.Queries;

/// <summary>What a provider asks ZTS: its keys (for anybody) and access checks (for who has a certificate of the Athenz CA).</summary>
public sealed class ZtsQueries
{
    private readonly ConcurrentDictionary<string, bool> _grants = new(StringComparer.Ordinal);

    internal ZtsQueries(TokenMint mint) => Mint = mint;

    /// <summary>Signs ZTS's tokens; what it publishes is served.</summary>
    public TokenMint Mint { get; }

    /// <summary>Outages and slowness of these answers.</summary>
    public SourceConduct Conduct { get; } = new();

    /// <summary>Lets a principal do something.</summary>
    public void Grant(string principal, string action, string resource) => _grants[$"{principal} {action} {resource}"] = true;

    /// <summary>Answers a request if it is such a question.</summary>
    internal async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var access = path.IndexOf("/access/", StringComparison.Ordinal);
        var keys = path.EndsWith("/oauth2/keys", StringComparison.Ordinal);
        if (context.Request.Method != HttpMethods.Get || (access < 0 && !keys)) return false;
        if (!await Conduct.EnterAsync(context.RequestAborted)) context.Response.StatusCode = 503;
        // Without rfc=true the curve would have Java's name.
        else if (keys) await WriteAsync(context, context.Request.Query["rfc"] == "true" ? Mint.Jwks() : Mint.Jwks().Replace("P-256", "prime256v1", StringComparison.Ordinal));
        else if (context.Connection.ClientCertificate is null) context.Response.StatusCode = 401;
        else await WriteAsync(context, new JsonObject { ["granted"] = IsGranted(path[(access + "/access/".Length)..], context.Request.Query["principal"].ToString()) }.ToJsonString());
        return true;
    }

    private bool IsGranted(string question, string principal) => question.Split('/') is [var action, var resource] && _grants.ContainsKey($"{principal} {action} {resource}");

    private static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
