using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Argos.Rules.Mgmt.Kubernetes.Proxies;

/// <summary>One proxy for all requests of a client. It never prints its credentials.</summary>
internal sealed class FixedProxy : IWebProxy
{
    private readonly Uri _address;

    private FixedProxy(Uri address, ICredentials? credentials) => (_address, Credentials) = (address, credentials);

    public ICredentials? Credentials { get; set; }

    /// <summary>Reads an address such as <c>http://user:password@proxy:3128</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FixedProxy? proxy)
    {
        proxy = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return false;
        if (uri.Scheme is not ("http" or "https" or "socks5" or "socks5h")) return false;
        // Both leave the look-up of names to the proxy here.
        var scheme = uri.Scheme == "socks5h" ? "socks5" : uri.Scheme;
        var port = uri.Port > 0 ? uri.Port : 1080;
        proxy = new FixedProxy(new UriBuilder(scheme, uri.Host, port).Uri, CredentialsOf(uri.UserInfo));
        return true;
    }

    public Uri GetProxy(Uri destination) => _address;

    public bool IsBypassed(Uri host) => false;

    public override string ToString() => _address.GetLeftPart(UriPartial.Authority);

    private static NetworkCredential? CredentialsOf(string userInfo)
    {
        if (userInfo.Length == 0) return null;
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var (user, password) = colon < 0 ? (userInfo, "") : (userInfo[..colon], userInfo[(colon + 1)..]);
        return new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
    }
}
