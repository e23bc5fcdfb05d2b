using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argos.Rules.Engine.Listeners;

/// <summary>The handshake of the callback listener: takes the set in force and leaves it on the connection.</summary>
internal sealed partial class CallbackTls(CertificateStore certificates, ILogger<CallbackTls> logger)
{
    public TlsHandshakeCallbackOptions Options() => new()
    {
        OnConnection = context =>
        {
            // Without a certificate of its own the engine speaks to nobody.
            if (certificates.Current is not { } set) return ValueTask.FromException<SslServerAuthenticationOptions>(new AuthenticationException("there is no server certificate yet"));
            context.Connection.Features.Set(set);
            return ValueTask.FromResult(set.Handshake(Validate));
        },
    };

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not null && errors == SslPolicyErrors.None) return true;
        var reasons = chain is null ? "" : string.Join(", ", chain.ChainStatus.Select(static status => status.Status.ToString()));
        LogRefused(certificate?.Subject ?? "no certificate", errors, reasons);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Client certificate refused: {Subject} ({Errors}; {Reasons})")]
    private partial void LogRefused(string subject, SslPolicyErrors errors, string reasons);
}
