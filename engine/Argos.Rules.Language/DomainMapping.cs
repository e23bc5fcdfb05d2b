using System.Text;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>The mapping of Kubernetes namespaces to Athenz domains; what is not plainly mapped has no domain.</summary>
internal static class DomainMapping
{
    public static string? Map(DataValue mapping, string? podNamespace)
    {
        if (!DnsSyntax.IsLabel(podNamespace) || Problem(mapping) is not null) return null;
        var domain = mapping["mode"].Text switch
        {
            "dash-to-dot" => DashToDot(podNamespace!),
            "prefix-suffix" => $"{mapping["prefix"].Text}{podNamespace}{mapping["suffix"].Text}",
            "map" => mapping["map"][podNamespace!].Text,
            _ => null,
        };
        return IsDomain(domain) ? domain : null;
    }

    /// <summary>What is wrong with the setting, in words.</summary>
    public static string? Problem(DataValue mapping)
    {
        if (!mapping.IsObject) return "must be an object with `mode`";
        switch (mapping["mode"].Text)
        {
            case "dash-to-dot":
                return mapping.Count == 1 ? null : "has nothing but `mode` for `dash-to-dot`";
            case "map":
                return mapping.Count == 2 && mapping["map"].IsObject ? null : "needs an object `map` and nothing else for `map`";
            case "prefix-suffix":
                // A misspelt member would silently map to something else, so exactly the known ones may be there.
                var texts = (mapping["prefix"].Text is null ? 0 : 1) + (mapping["suffix"].Text is null ? 0 : 1);
                return texts > 0 && mapping.Count == 1 + texts ? null : "needs a text `prefix` or `suffix` and nothing else for `prefix-suffix`";
            default:
                return "`mode` must be `dash-to-dot`, `prefix-suffix` or `map`";
        }
    }

    /// <summary>
    /// One dash is a dot, two are a dash: the inverse of writing a domain as a namespace. An odd run of three or more could be a
    /// dot before dashes or behind them, and readers differ; it has no domain.
    /// </summary>
    private static string? DashToDot(string podNamespace)
    {
        if (!podNamespace.Contains("--", StringComparison.Ordinal)) return podNamespace.Replace('-', '.');
        var domain = new StringBuilder(podNamespace.Length);
        for (var i = 0; i < podNamespace.Length;)
        {
            if (podNamespace[i] != '-')
            {
                domain.Append(podNamespace[i++]);
                continue;
            }
            var start = i;
            while (i < podNamespace.Length && podNamespace[i] == '-') i++;
            var run = i - start;
            if (run > 1 && run % 2 == 1) return null;
            if (run == 1) domain.Append('.');
            else domain.Append('-', run / 2);
        }
        return domain.ToString();
    }

    /// <summary>Athenz's grammar of domain names, lower case: components of letters, digits, <c>_</c> and, not first, <c>-</c>.</summary>
    private static bool IsDomain(string? text)
    {
        if (string.IsNullOrEmpty(text)) return false;
        var first = true;
        foreach (var c in text)
        {
            if (c == '.' ? first : !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_' && (first || c != '-')) return false;
            first = c == '.';
        }
        return !first;
    }
}
