namespace Argos.Rules.Language;

/// <summary>
/// Requests that name a workload by its SPIFFE id alone, as meshes make them: no DNS name at all, and one SPIFFE URI. They carry no instance
/// id in a name either. Taken only where the provider's settings say so.
/// </summary>
internal static class SpiffeOnly
{
    /// <summary>The setting that allows them.</summary>
    public const string Setting = "allowSpiffeOnly";

    /// <summary>Whether this is such a request and they are allowed. What the URI must be is checked by <see cref="UriRules"/>.</summary>
    public static bool Is(PolicyInput input, NameLists lists) =>
        lists.AllowSpiffeOnly && input.SanDns.Count == 0 && input.SanUris.Any(static u => u.StartsWith(UriRules.SpiffePrefix, StringComparison.Ordinal));
}
