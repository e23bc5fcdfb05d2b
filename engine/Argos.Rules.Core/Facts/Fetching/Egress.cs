using System.Diagnostics.CodeAnalysis;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>Which addresses the engine may call.</summary>
internal static class Egress
{
    /// <summary>An address over https, or over http on loopback where that is allowed; without user, query and fragment.</summary>
    public static bool TryParse(string text, bool loopbackHttp, [NotNullWhen(true)] out Uri? address)
    {
        // What is not printable ASCII could look like another host, or be one.
        var plain = text.All(static c => c is > ' ' and < '\x7F' and not ('\\' or '@' or '?' or '#'));
        address = plain && Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsSafe(uri, loopbackHttp) ? uri : null;
        return address is not null;
    }

    /// <summary>Whether an address is on one of the hosts.</summary>
    public static bool IsAmong(Uri address, IReadOnlyList<string> hosts)
    {
        var host = address.IsDefaultPort ? address.Host : address.Authority;
        return hosts.Any(pattern => Matches(pattern, host));
    }

    /// <summary>A host, exact or with <c>*</c>; the last two labels are exact, or anybody could have a name that fits.</summary>
    public static bool IsHostPattern(string text)
    {
        var host = text.Split(':')[0];
        if (host.Length == 0 || !text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '*' or ':')) return false;
        if (!host.Contains('*', StringComparison.Ordinal)) return true;
        return host.Split('.') is { Length: >= 3 } labels && !labels[^1].Contains('*', StringComparison.Ordinal) && !labels[^2].Contains('*', StringComparison.Ordinal);
    }

    private static bool IsSafe(Uri uri, bool loopbackHttp) =>
        (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && loopbackHttp && uri.IsLoopback)) && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    private static bool Matches(string pattern, string host)
    {
        // Label by label: a star never reaches over a dot.
        var (wanted, labels) = (pattern.Split('.'), host.Split('.'));
        return wanted.Length == labels.Length && wanted.Zip(labels).All(static pair => LabelMatches(pair.First, pair.Second));
    }

    private static bool LabelMatches(string pattern, string label)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0) return string.Equals(pattern, label, StringComparison.Ordinal);
        var (head, tail) = (pattern[..star], pattern[(star + 1)..]);
        return label.Length > head.Length + tail.Length && label.StartsWith(head, StringComparison.Ordinal) && label.EndsWith(tail, StringComparison.Ordinal)
            && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }
}
