using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>Services that AWS puts on addresses that leave no node; only these are asked for credentials over plain HTTP.</summary>
internal static class LinkLocal
{
    /// <summary>An address over https, on one of the hosts, or on loopback where that is allowed.</summary>
    public static bool IsAddress(string text, string[] hosts, bool loopbackHttp) =>
        Egress.TryParse(text, loopbackHttp, out _) || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.IsDefaultPort && hosts.Contains(uri.Host, StringComparer.Ordinal)
            && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0);
}
