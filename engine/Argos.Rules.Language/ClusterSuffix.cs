namespace Argos.Rules.Language;

/// <summary>The suffixes of cluster-local names: <c>svc</c> and <c>pod</c>, with or without the cluster's domain.</summary>
internal static class ClusterSuffix
{
    public static bool IsService(string suffix) => suffix == "svc" || suffix.StartsWith("svc.", StringComparison.Ordinal);

    public static bool IsOne(string suffix) =>
        DnsSyntax.IsName(suffix) && (IsService(suffix) || suffix == "pod" || suffix.StartsWith("pod.", StringComparison.Ordinal));
}
