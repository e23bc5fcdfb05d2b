using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Requests;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>
/// Calls a provider as ZTS does: a new connection each time, chunked, no redirect; a second try only as <see
/// cref="ResetRetry"/> has it.
/// </summary>
internal sealed class ProviderCall(ZtsOptions options, X509Certificate2 client)
{
    private const string UserAgent = "Jersey/3.1.10 (Apache HttpClient 4.5.14)";

    public async Task<ProviderExchange> ConfirmAsync(
        string endpoint, AgentRequest request, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        var body = Body(request, attributes);
        var exchange = new ProviderExchange { Address = new Uri($"{endpoint}/{(request.Refresh ? "refresh" : "instance")}"), Request = body };
        for (var tries = 1; ; tries++)
        {
            using var deadline = new ReadDeadline(options.ReadTimeout, cancellationToken);
            using var json = new ChunkedJson(Encoding.UTF8.GetBytes(body), deadline);
            try
            {
                return await SendAsync(exchange, request.Provider, json, deadline);
            }
            // Whatever ends a call is the same to ZTS: a reset may meet the client in the middle of anything.
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                if (ResetRetry.Allows(problem, tries, json.Begun)) continue;
                return exchange with { Failure = (problem.InnerException ?? problem).Message };
            }
        }
    }

    private async Task<ProviderExchange> SendAsync(ProviderExchange exchange, string provider, ChunkedJson json, ReadDeadline deadline)
    {
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            // Holds for the TLS handshake too.
            ConnectTimeout = options.ConnectTimeout,
            SslOptions = ProviderTls.Options(options, client, provider),
        };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var message = new HttpRequestMessage(HttpMethod.Post, exchange.Address) { Version = HttpVersion.Version11, Content = json };
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.UserAgent.ParseAdd(UserAgent);
        message.Headers.TransferEncodingChunked = true;
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        return exchange with
        {
            Status = answer.StatusCode,
            ContentType = answer.Content.Headers.ContentType?.MediaType,
            Answer = Encoding.UTF8.GetString(await deadline.ReadAsync(await answer.Content.ReadAsStreamAsync(deadline.Token))),
        };
    }

    /// <summary>Refresh without attestation data sends JSON null; attributes are left out when there are none.</summary>
    private static string Body(AgentRequest request, IReadOnlyDictionary<string, string> attributes)
    {
        var body = new JsonObject
        {
            ["provider"] = request.Provider,
            ["domain"] = request.Domain,
            ["service"] = request.Service,
            ["attestationData"] = request.AttestationData,
        };
        if (attributes.Count > 0) body["attributes"] = new JsonObject(attributes.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        return body.ToJsonString();
    }
}
