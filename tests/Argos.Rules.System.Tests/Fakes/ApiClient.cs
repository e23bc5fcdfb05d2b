using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>A plain HTTP client of an API server.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri server, TestAuthority? authority = null)
    {
        var handler = new SocketsHttpHandler();
        if (authority is not null) handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            authority.Trusts((X509Certificate2)certificate!);
        _http = new HttpClient(handler) { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "admin-token");
    }

    public async Task<ApiReply> SendAsync(string method, string path, string? body = null, string contentType = "application/json", string accept = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd(accept);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, contentType);
        using var answer = await _http.SendAsync(request);
        return new ApiReply(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a watch; its lines come one by one.</summary>
    public async Task<StreamReader> WatchAsync(string path)
    {
        var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await answer.Content.ReadAsStreamAsync());
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record ApiReply(HttpStatusCode Status, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}
