using System.Net;
using Argos.Rules.Hosting.Trust;

namespace Argos.Rules.Hosting.Http;

/// <summary>
/// How outgoing HTTP connections are made, by whatever part of the product: one policy of trust, no redirects, no cookies, and a proxy
/// only where one is given: variables of the environment do not lead requests elsewhere.
/// </summary>
public sealed record OutgoingHttp
{
    /// <summary>Whom they trust.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Machine;

    /// <summary>The client certificate that they show.</summary>
    public IClientCertificateSource? ClientCertificate { get; init; }

    /// <summary>The proxy that they take.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection is used: a new one sees addresses and trusted certificates as they are then.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How answers may be compressed.</summary>
    public DecompressionMethods Decompression { get; init; } = DecompressionMethods.None;

    /// <summary>The longest headers of an answer, in KiB.</summary>
    public int MaximumHeaderKilobytes { get; init; } = 32;

    /// <summary>Where connections go, when not where DNS says.</summary>
    public IConnector? Connector { get; init; }

    /// <summary>Makes the handler of a client.</summary>
    public HttpMessageHandler CreateHandler() => ClientCertificate is null
        ? CreateHandler(null)
        : new RotatingHandler(this, ClientCertificate);

    internal SocketsHttpHandler CreateHandler(System.Net.Security.SslStreamCertificateContext? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = Trust.Options(),
            UseProxy = Proxy is not null,
            Proxy = Proxy,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = Decompression,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = MaximumHeaderKilobytes,
        };
        handler.SslOptions.ClientCertificateContext = certificate;
        if (Connector is { } connector) handler.ConnectCallback = connector.ConnectAsync;
        return handler;
    }
}
