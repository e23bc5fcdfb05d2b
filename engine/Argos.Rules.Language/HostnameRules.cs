using Argos.Rules.Contracts.Addresses;

namespace Argos.Rules.Language;

/// <summary>The host name the agent asked for, and the URI that carries it.</summary>
internal static class HostnameRules
{
    public const string UriPrefix = "athenz://hostname/";

    public static Finding? Check(PolicyInput input, NameLists lists, string? podNamespace, IpSet? podIps, bool anyPodAddress)
    {
        var seen = false;
        for (var i = 0; i < input.SanUris.Count; i++)
        {
            var uri = input.SanUris[i];
            if (!uri.StartsWith(UriPrefix, StringComparison.Ordinal)) continue;
            if (seen) return new Finding("hostname-duplicate", "more than one URI with a host name");
            seen = true;
            if (!uri.AsSpan(UriPrefix.Length).SequenceEqual(input.Hostname)) return new Finding("hostname-mismatch", $"attribute `hostname` is `{input.Hostname}` but not that of URI `{uri}`");
        }
        if (input.Hostname.Length == 0) return seen ? new Finding("hostname-mismatch", "a URI with an empty host name") : null;
        if (input.Hostname.Contains('*', StringComparison.Ordinal)) return new Finding("hostname-foreign", $"`{input.Hostname}` has a wildcard");
        return new HostForms(input, lists, podNamespace, podIps, anyPodAddress).Check(input.Hostname) is { } problem ? new Finding("hostname-foreign", problem.Detail) : null;
    }
}
