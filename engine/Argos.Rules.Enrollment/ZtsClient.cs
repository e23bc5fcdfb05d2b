using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Hosting.Http;
using Argos.Rules.Hosting.Trust;

namespace Argos.Rules.Enrollment;

/// <summary>
/// The three requests that give a service its certificate, and the one for a register token. A connection for each: they are days apart, and each sees the roots as they are then.
/// Source: athenz.github.io, ZTS API (resources Identity and InstanceIdentity).
/// </summary>
internal sealed class ZtsClient(CertificatesOptions options)
{
    private const int MaximumResponseBytes = 1 << 20;

    /// <summary>With a token signed by the service key: <c>POST /instance/{domain}/{service}/refresh</c>.</summary>
    /// <exception cref="ZtsUnavailableException">ZTS could not be asked.</exception>
    public Task<ZtsResponse> RefreshServiceAsync(string csr, string principalToken, CancellationToken cancellation)
    {
        var body = WithExpiry(new JsonObject { ["csr"] = csr, ["keyId"] = options.KeyVersion });
        return PostAsync($"/instance/{options.Domain}/{options.Service}/refresh", body, principalToken, null, ("certificate", "caCertBundle"), cancellation);
    }

    /// <summary>With an instance register token: <c>POST /instance</c>.</summary>
    /// <exception cref="ZtsUnavailableException">ZTS could not be asked.</exception>
    public Task<ZtsResponse> RegisterAsync(string csr, string registerToken, CancellationToken cancellation)
    {
        var body = WithExpiry(new JsonObject
        {
            ["provider"] = options.Provider,
            ["domain"] = options.Domain,
            ["service"] = options.Service,
            ["attestationData"] = registerToken,
            ["csr"] = csr,
        });
        if (options.Hostname.Length > 0) body["hostname"] = options.Hostname;
        return PostAsync("/instance", body, null, null, ("x509Certificate", "x509CertificateSigner"), cancellation, registerToken);
    }

    /// <summary>With the current certificate and the token: <c>POST /instance/{provider}/{domain}/{service}/{instanceId}</c>.</summary>
    /// <exception cref="ZtsUnavailableException">ZTS could not be asked.</exception>
    public Task<ZtsResponse> RefreshInstanceAsync(string csr, string registerToken, X509Certificate2 current,
        CancellationToken cancellation)
    {
        var body = WithExpiry(new JsonObject { ["attestationData"] = registerToken, ["csr"] = csr });
        if (options.Hostname.Length > 0) body["hostname"] = options.Hostname;
        return PostAsync(InstancePath, body, null, current, ("x509Certificate", "x509CertificateSigner"), cancellation, registerToken);
    }

    /// <summary>A register token for an instance, for who may change the service: <c>GET /instance/{provider}/{domain}/{service}/{instanceId}/token</c>.</summary>
    /// <returns>The token stands where a certificate would.</returns>
    /// <exception cref="ZtsUnavailableException">ZTS could not be asked.</exception>
    public Task<ZtsResponse> GetRegisterTokenAsync(X509Certificate2 admin, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Address(InstancePath + "/token"));
        return SendAsync(request, admin, ("attestationData", ""), "", cancellation);
    }

    private string InstancePath => $"/instance/{options.Provider}/{options.Domain}/{options.Service}/{Uri.EscapeDataString(options.InstanceId)}";

    private JsonObject WithExpiry(JsonObject body)
    {
        if (options.ExpiryMinutes > 0) body["expiryTime"] = options.ExpiryMinutes;
        return body;
    }

    private Task<ZtsResponse> PostAsync(
        string path, JsonObject body, string? principalToken, X509Certificate2? client, (string Certificate, string Authorities) fields, CancellationToken cancellation, string? secret = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (principalToken is not null) request.Headers.TryAddWithoutValidation(options.TokenHeader, principalToken);
        return SendAsync(request, client, fields, principalToken is null ? secret ?? "" : PrincipalToken.SignatureOf(principalToken), cancellation);
    }

    private string Address(string path) => options.ZtsUrl.TrimEnd('/') + path;

    private async Task<ZtsResponse> SendAsync(HttpRequestMessage message, X509Certificate2? client,
        (string Certificate, string Authorities) fields, string secret, CancellationToken cancellation)
    {
        using var request = message;
        using var handler = Handler(client);
        using var http =
            new HttpClient(handler)
            {
                MaxResponseContentBufferSize = MaximumResponseBytes,
                Timeout = TimeSpan.FromSeconds(options.RequestSeconds)
            };
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return Read((int)answer.StatusCode, text, fields, secret);
        }
        // A connection that is reset as soon as it is made comes as a bare SocketException.
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            throw new ZtsUnavailableException($"ZTS at `{options.ZtsUrl}` cannot be asked: {TransportFailure.Describe(e)}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ZtsUnavailableException($"ZTS at `{options.ZtsUrl}` did not answer within {options.RequestSeconds} seconds", e);
        }
    }

    private static ZtsResponse Read(int status, string text, (string Certificate, string Authorities) fields, string secret)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new ZtsResponse(status, Text(json.RootElement, fields.Certificate), Text(json.RootElement, fields.Authorities),
                    SafeMessage.Of(Text(json.RootElement, "message"), secret))
                : new ZtsResponse(status, "", "", "");
        }
        catch (JsonException)
        {
            return new ZtsResponse(status, "", "", "");
        }
    }

    private static string Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private HttpMessageHandler Handler(X509Certificate2? client)
    {
        var trust = ServerTrust.OfFile(options.TrustFile);
        try
        {
            // Before the connection: a file of ours that cannot be used is not a fault of ZTS.
            trust.ReadAnchors();
        }
        catch (UntrustedServerException e)
        {
            throw new LocalFileException(e.Message, e);
        }
        return new OutgoingHttp { Trust = trust, ClientCertificate = client is null ? null : new GivenClientCertificate(client) }.CreateHandler();
    }
}
