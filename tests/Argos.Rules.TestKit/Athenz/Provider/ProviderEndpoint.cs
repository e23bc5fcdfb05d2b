using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>A provider endpoint as ZTS reads it: scheme and host are needed, the scheme must be https.</summary>
internal static class ProviderEndpoint
{
    public static bool TryParse(string endpoint, ImmutableArray<string> allowedSuffixes, [NotNullWhen(true)] out string? baseAddress)
    {
        baseAddress = null;
        if (!endpoint.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)) return false;
        // A scheme of `class` would be Java inside ZTS; plain http is stored by ZMS but never called.
        if (uri.Scheme != Uri.UriSchemeHttps || uri.Host.Length == 0) return false;
        var host = uri.Host.ToLowerInvariant();
        if (!allowedSuffixes.IsEmpty && !allowedSuffixes.Any(s => host.EndsWith(s, StringComparison.Ordinal))) return false;
        // The user info only selects ZTS's client certificate.
        baseAddress = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        return true;
    }
}
