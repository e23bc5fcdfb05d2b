using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.TestKit.Athenz.Agents;

/// <summary>An identity agent: makes a key and a signing request, and sends them to ZTS with the token.</summary>
/// <param name="zts">The ZTS to call.</param>
/// <param name="key">The key of every request; a new one for each when left out.</param>
public sealed class FakeAgent(ZtsTarget zts, RSA? key = null)
{
    /// <summary>An agent on the machine of the fake, so that a proxy has to say where it calls from.</summary>
    public FakeAgent(FakeZts zts, RSA? key = null)
        : this(new ZtsTarget(zts.Url, new TrustedRoot(zts.Authority.Certificate, zts.Authority.Time)) { BehindProxy = true }, key)
    {
    }

    /// <summary>Asks for the first certificate.</summary>
    public async Task<ZtsReply> RegisterAsync(AgentIdentity identity, CancellationToken cancellationToken)
    {
        using var fresh = key is null ? RSA.Create(2048) : null;
        var own = key ?? fresh!;
        var body = Body(identity, own);
        body["provider"] = identity.Provider;
        body["domain"] = identity.Domain;
        body["service"] = identity.Service;
        return await SendAsync("/zts/v1/instance", body, identity, own, null, cancellationToken);
    }

    /// <summary>Asks for a further certificate, showing the current one.</summary>
    public async Task<ZtsReply> RefreshAsync(AgentIdentity identity, X509Certificate2 current, CancellationToken cancellationToken)
    {
        using var fresh = key is null ? RSA.Create(2048) : null;
        var own = key ?? fresh!;
        var path = $"/zts/v1/instance/{identity.Provider}/{identity.Domain}/{identity.Service}/{Uri.EscapeDataString(identity.InstanceId)}";
        return await SendAsync(path, Body(identity, own), identity, own, current, cancellationToken);
    }

    private static JsonObject Body(AgentIdentity identity, RSA own)
    {
        var csi = identity.Form is AgentForm.CsiDriver or AgentForm.SpiffeOnly;
        var body = new JsonObject { ["csr"] = AgentCsr.Write(identity, own) };
        if (identity.Token is not null) body["attestationData"] = csi ? new JsonObject { ["identityToken"] = identity.Token }.ToJsonString() : identity.Token;
        if (identity.Cloud is not null) body["cloud"] = identity.Cloud;
        body["namespace"] = csi ? identity.Namespace : "default";
        if (identity.Ssh) body["sshCertRequest"] = SshRequest(identity);
        // Every agent tells which keys of Athenz it holds; it holds none yet.
        body["athenzJWK"] = new JsonObject { ["zms"] = NoKeys(), ["zts"] = NoKeys() };
        body["athenzJWKModified"] = 0;
        if (identity.Hostname is not null) body["hostname"] = identity.Hostname;
        if (identity.ExpiryMinutes > 0) body["expiryTime"] = identity.ExpiryMinutes;
        return body;
    }

    private static JsonObject NoKeys() => new() { ["keys"] = new JsonArray() };

    private static JsonObject SshRequest(AgentIdentity identity) => new()
    {
        ["csr"] = "",
        ["certRequestData"] = new JsonObject { ["principals"] = new JsonArray(identity.InstanceId), ["publicKey"] = "ecdsa AAAA" },
        ["certRequestMeta"] = new JsonObject { ["instanceId"] = identity.InstanceId, ["certType"] = "host", ["origin"] = identity.Address },
    };

    private async Task<ZtsReply> SendAsync(
        string path, JsonObject body, AgentIdentity identity, RSA own, X509Certificate2? current, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 server && zts.Root.Trusts(server);
        if (current is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => current;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(zts.Url, path));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.UserAgent.ParseAdd("SIA-K8S/1.0");
        if (zts.BehindProxy && (identity.CalledFrom ?? identity.Address) is { } from) request.Headers.Add("X-Forwarded-For", from);
        using var answer = await http.SendAsync(request, cancellationToken);
        var reply = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
        if (!answer.IsSuccessStatusCode) return new ZtsReply { Status = answer.StatusCode, Message = (string?)reply["message"] ?? "" };
        using var signed = X509Certificate2.CreateFromPem((string)reply["x509Certificate"]!);
        return new ZtsReply
        {
            Status = answer.StatusCode,
            Certificate = signed.CopyWithPrivateKey(own),
            SshCertificate = (string?)reply["sshCertificate"],
            Attributes = reply["attributes"] is JsonObject attributes ? attributes.ToImmutableDictionary(a => a.Key, a => (string)a.Value!) : ImmutableDictionary<string, string>.Empty,
        };
    }
}
