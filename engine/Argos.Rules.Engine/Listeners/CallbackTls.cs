using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// The handshake of the callback listener: takes the set in force and leaves it on the connection. Who may not call is refused here,
/// before it can hold a connection or send a request.
/// </summary>
internal sealed partial class CallbackTls(CertificateStore certificates, ClientGate gate, EngineMetrics metrics, TimeProvider time, ILogger<CallbackTls> logger)
{
    private readonly KnownIssuers _known = new();
    private readonly LogThrottle _throttle = new(10, TimeSpan.FromSeconds(10), time);

    public TlsHandshakeCallbackOptions Options() => new()
    {
        OnConnection = context =>
        {
            // Without a certificate of its own the engine speaks to nobody.
            if (certificates.Current is not { } set) return ValueTask.FromException<SslServerAuthenticationOptions>(new AuthenticationException("there is no server certificate yet"));
            context.Connection.Features.Set(set);
            var issuers = new ClientIssuers();
            context.Connection.Features.Set(issuers);
            return ValueTask.FromResult(set.Handshake((_, certificate, chain, errors) => Validate(certificate, chain, errors, new Handshake(set, issuers))));
        },
    };

    private bool Validate(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, Handshake handshake)
    {
        var client = certificate as X509Certificate2;
        var trusted = client is not null && (errors == SslPolicyErrors.None || IsKnown(client, errors, handshake));
        if (trusted && gate.IsAllowed(client!))
        {
            handshake.Issuers.Keep(chain);
            _known.Keep(client!, handshake.Issuers);
            return true;
        }
        metrics.HandshakeRefused(trusted ? "name" : "certificate");
        if (!logger.IsEnabled(LogLevel.Warning) || !_throttle.May(out var leftOut)) return false;
        var subject = LogThrottle.Cut(certificate?.Subject ?? "no certificate");
        if (trusted)
        {
            LogNotAllowed(subject, leftOut);
            return false;
        }
        var reasons = chain is null ? "" : string.Join(", ", chain.ChainStatus.Select(static status => status.Status.ToString()).Distinct());
        reasons = LogThrottle.Cut(reasons);
        var issuer = LogThrottle.Cut(certificate?.Issuer ?? "nobody");
        LogRefused(subject, issuer, errors, reasons, leftOut);
        return false;
    }

    // Verified again, against the roots of this handshake: only where the intermediates come from is another place.
    private bool IsKnown(X509Certificate2 client, SslPolicyErrors errors, Handshake handshake)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || _known.Of(client) is not { } issuers || !handshake.Set.Trusts(client, issuers)) return false;
        handshake.Issuers.Certificates.AddRange(issuers.Certificates);
        return true;
    }

    private sealed record Handshake(CertificateSet Set, ClientIssuers Issuers);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Client certificate refused: {Subject}, issued by {Issuer} ({Errors}; {Reasons}). If it is ZTS, add the root of that issuer to the file of Callback:ClientCaFile; "
            + "{LeftOut} further refusals were not logged")]
    private partial void LogRefused(string subject, string issuer, SslPolicyErrors errors, string reasons, long leftOut);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Client not allowed: {Subject}. If it is ZTS, add its common name or DNS name to Callback:AllowedClients; {LeftOut} further refusals were not logged")]
    private partial void LogNotAllowed(string subject, long leftOut);
}
