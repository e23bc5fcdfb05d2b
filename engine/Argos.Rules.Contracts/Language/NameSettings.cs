namespace Argos.Rules.Contracts.Language;

/// <summary>Checks the settings that the rules for names read. A wrong one refuses instead of matching nothing or too much.</summary>
internal static class NameSettings
{
    public const string MissingCode = "settings-missing";
    public const string InvalidCode = "settings-invalid";

    public static Finding? Check(PolicySettings settings, NameLists lists)
    {
        if (settings.FirstMissing("dnsSuffixes") is { } missing) return Missing(missing);
        return CheckList(lists.DnsSuffixes, "dnsSuffixes", "names without a leading dot, lower case", static s => DnsSyntax.IsName(s))
            ?? CheckList(lists.ClusterNames, "clusterNames` or `eksClusterNames", "names without a leading dot, lower case", static s => DnsSyntax.IsName(s))
            ?? CheckList(lists.ClusterSuffixes, "k8sDnsSuffixes` or `eksDnsSuffixes", "names that begin with `svc` or `pod`, for example `svc.cluster.local`", IsClusterSuffix)
            ?? CheckList(lists.TrustDomains, "spiffeTrustDomains", "trust domains without `spiffe://`", IsTrustDomain)
            ?? CheckMapping(settings);
    }

    public static Finding Missing(string name) => new(MissingCode, $"setting `{name}` is missing");

    public static bool IsServiceSuffix(string suffix) => suffix == "svc" || suffix.StartsWith("svc.", StringComparison.Ordinal);

    private static bool IsClusterSuffix(string suffix) =>
        DnsSyntax.IsName(suffix) && (IsServiceSuffix(suffix) || suffix == "pod" || suffix.StartsWith("pod.", StringComparison.Ordinal));

    /// <summary>Characters of a SPIFFE trust domain: a slash or a colon would move the borders of the URI.</summary>
    private static bool IsTrustDomain(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');

    private static Finding? CheckMapping(PolicySettings settings) =>
        settings["domainMapping"].Exists && DomainMapping.Problem(settings["domainMapping"]) is { } problem ? new Finding(InvalidCode, $"setting `domainMapping` {problem}") : null;

    private static Finding? CheckList(string[] texts, string name, string kind, Predicate<string> isGood) =>
        Array.TrueForAll(texts, isGood) ? null : new Finding(InvalidCode, $"setting `{name}` must be a list of {kind}");
}
