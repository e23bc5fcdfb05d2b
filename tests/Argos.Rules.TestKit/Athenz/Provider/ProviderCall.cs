using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Athenz.Requests;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>Calls a provider as ZTS does: a new connection each time, chunked, no redirect, no second try.</summary>
internal sealed class ProviderCall(ZtsOptions options, X509Certificate2 client)
{
    private const string UserAgent = "Jersey/3.1.10 (Apache HttpClient 4.5.14)";

    public async Task<ProviderExchange> ConfirmAsync(
        string endpoint, AgentRequest request, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        var body = Body(request, attributes);
        var exchange = new ProviderExchange { Address = new Uri($"{endpoint}/{(request.Refresh ? "refresh" : "instance")}"), Request = body };
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = options.ConnectTimeout,
            SslOptions = ProviderTls.Options(options, client, request.Provider),
        };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var message = new HttpRequestMessage(HttpMethod.Post, exchange.Address) { Version = HttpVersion.Version11, Content = new ChunkedJson(Encoding.UTF8.GetBytes(body)) };
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.UserAgent.ParseAdd(UserAgent);
        message.Headers.TransferEncodingChunked = true;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.ReadTimeout);
        try
        {
            using var answer = await http.SendAsync(message, deadline.Token);
            return exchange with
            {
                Status = answer.StatusCode,
                ContentType = answer.Content.Headers.ContentType?.MediaType,
                Answer = await answer.Content.ReadAsStringAsync(deadline.Token),
            };
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return exchange with { Failure = (problem.InnerException ?? problem).Message };
        }
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
