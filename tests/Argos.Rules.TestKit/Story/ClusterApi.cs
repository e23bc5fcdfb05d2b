using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Story;

/// <summary>A Kubernetes API, called as an administrator would with curl.</summary>
public sealed class ClusterApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly X509Certificate2? _authority;

    /// <summary>Makes a client.</summary>
    /// <param name="server">The API server.</param>
    /// <param name="token">A bearer token.</param>
    /// <param name="authorityPem">Its CA; <see langword="null"/> for plain HTTP.</param>
    public ClusterApi(Uri server, string token, string? authorityPem)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (authorityPem is not null)
        {
            _authority = X509Certificate2.CreateFromPem(authorityPem);
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { _authority },
            };
        }
        _http = new HttpClient(handler) { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Sends a request; a PATCH is a merge patch. Fails with the server's message unless it succeeds or gets the status that is fine too.</summary>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken, HttpStatusCode? fine = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode && answer.StatusCode != fine) throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _authority?.Dispose();
    }
}
