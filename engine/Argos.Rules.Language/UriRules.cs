namespace Argos.Rules.Language;

/// <summary>The URIs of the request. ZTS lets unknown schemes through and takes any namespace, so both are refused here.</summary>
internal static class UriRules
{
    public const string SpiffePrefix = "spiffe://";

    public static Finding? Check(PolicyInput input, NameLists lists, string? podNamespace, bool orDefault, IReadOnlyList<string> alsoAllowed)
    {
        var seen = false;
        for (var i = 0; i < input.SanUris.Count; i++)
        {
            var uri = input.SanUris[i];
            if (uri.StartsWith(InstanceIdRules.UriPrefix, StringComparison.Ordinal) || uri.StartsWith(HostnameRules.UriPrefix, StringComparison.Ordinal)) continue;
            if (!IsOfKnownKind(uri) && alsoAllowed.Any(pattern => Patterns.Glob.Fits(uri, pattern))) continue;
            if (!uri.StartsWith(SpiffePrefix, StringComparison.Ordinal)) return new Finding("san-uri-unknown", $"URI `{uri}` is of no known kind");
            if (seen) return new Finding("spiffe-duplicate", "more than one SPIFFE URI");
            seen = true;
            if (CheckSpiffe(uri, input, lists, podNamespace, orDefault) is { } problem) return problem;
        }
        return null;
    }

    /// <summary>Whether a reader may take it for one of the kinds that have rules: to others the case of a scheme does not count.</summary>
    private static bool IsOfKnownKind(string uri) =>
        ((string[])[SpiffePrefix, InstanceIdRules.UriPrefix, HostnameRules.UriPrefix]).Any(prefix => uri.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static Finding? CheckSpiffe(string uri, PolicyInput input, NameLists lists, string? podNamespace, bool orDefault)
    {
        if (uri == $"{SpiffePrefix}{input.Domain}/sa/{input.Service}") return null;
        var parts = uri[SpiffePrefix.Length..].Split('/');
        if (parts is not [var trustDomain, "ns", var claimed, "sa", var account] || account != input.Identity) return new Finding("spiffe-foreign", $"URI `{uri}` is not one of `{input.Identity}`");
        if (!lists.TrustDomains.Contains(trustDomain)) return new Finding("spiffe-trust-domain", $"URI `{uri}` is not of one of `spiffeTrustDomains`");
        if ((podNamespace is not null && claimed == podNamespace) || (orDefault && claimed == ClaimedNamespace.Default)) return null;
        return new Finding("spiffe-namespace", $"URI `{uri}` is not of namespace `{podNamespace ?? (orDefault ? ClaimedNamespace.Default : null)}`");
    }
}
