namespace Argos.Rules.Language;

/// <summary>Finds the Kubernetes namespace that the names of a request speak of.</summary>
internal static class ClaimedNamespace
{
    /// <summary>What agents and ZTS write where they know no namespace.</summary>
    public const string Default = "default";

    public static string? Of(PolicyInput input, NameLists lists)
    {
        for (var i = 0; i < input.SanUris.Count; i++)
        {
            var uri = input.SanUris[i];
            if (!uri.StartsWith(UriRules.SpiffePrefix, StringComparison.Ordinal)) continue;
            if (uri[UriRules.SpiffePrefix.Length..].Split('/') is [_, "ns", not Default and var claimed, ..]) return claimed;
        }
        for (var i = 0; i < input.SanDns.Count; i++)
        {
            foreach (var suffix in lists.ClusterSuffixes)
            {
                if (DnsSyntax.TrySplit(input.SanDns[i], suffix, out var head)) return head[(head.LastIndexOf('.') + 1)..].ToString();
            }
        }
        return null;
    }
}
