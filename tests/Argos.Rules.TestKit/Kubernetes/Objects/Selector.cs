using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argos.Rules.TestKit.Kubernetes.Objects;

/// <summary>Label and field selectors, as the API server reads them.</summary>
internal sealed partial class Selector
{
    private readonly List<Func<JsonObject, bool>> _terms = [];

    /// <summary>Whether every object matches.</summary>
    public bool IsEmpty => _terms.Count == 0;

    /// <summary>Reads both selectors; <paramref name="problem"/> says what cannot be read.</summary>
    public static Selector? Parse(string? labels, string? fields, ResourceKind resource, out string problem)
    {
        problem = "";
        var selector = new Selector();
        foreach (Match term in LabelTerm().Matches(labels ?? "")) selector._terms.Add(Label(term));
        if (LabelTerm().Replace(labels ?? "", "").Trim(',', ' ').Length > 0)
        {
            problem = $"unable to parse requirement: `{labels}`";
            return null;
        }
        foreach (var term in (fields ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var match = FieldTerm().Match(term);
            var path = match.Groups["path"].Value;
            if (!match.Success || !IsKnownField(path, resource))
            {
                problem = $"field label not supported: {(match.Success ? path : term)}";
                return null;
            }
            var (wanted, equal) = (match.Groups["value"].Value, match.Groups["op"].Value != "!=");
            selector._terms.Add(o => (At(o, path) == wanted) == equal);
        }
        return selector;
    }

    public bool Matches(StoredObject stored) => _terms.All(t => t(stored.Json));

    private static Func<JsonObject, bool> Label(Match term)
    {
        var key = term.Groups["key"].Value;
        var values = term.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
        var value = term.Groups["value"].Value;
        return term switch
        {
            _ when term.Groups["not"].Success => o => Read(o, key) is null,
            _ when term.Groups["set"].Value == "in" => o => Read(o, key) is { } v && values.Contains(v),
            _ when term.Groups["set"].Value == "notin" => o => Read(o, key) is not { } v || !values.Contains(v),
            _ when term.Groups["op"].Value == "!=" => o => Read(o, key) != value,
            _ when term.Groups["op"].Success => o => Read(o, key) == value,
            _ => o => Read(o, key) is not null,
        };
    }

    private static string? Read(JsonObject o, string label) => (string?)o["metadata"]?["labels"]?[label];

    private static string At(JsonObject o, string path) =>
        path.Split('.').Aggregate((JsonNode?)o, (node, step) => node is JsonObject inner ? inner[step] : null)?.ToString() ?? "";

    private static bool IsKnownField(string path, ResourceKind resource) =>
        path is "metadata.name" or "metadata.namespace"
        || (resource == ResourceKind.Pods && path is "spec.nodeName" or "spec.serviceAccountName" or "spec.restartPolicy" or "status.phase" or "status.podIP")
        || (resource == ResourceKind.Events && path.Split('.')[0] is "involvedObject" or "reason" or "type" or "source");

    [GeneratedRegex(@"(?:^|,)\s*(?:(?<not>!)\s*(?<key>[\w./-]+)|(?<key>[\w./-]+)\s+(?<set>in|notin)\s*\((?<values>[^)]*)\)|(?<key>[\w./-]+)(?:\s*(?<op>==|=|!=)\s*(?<value>[\w.-]*))?)\s*(?=,|$)")]
    private static partial Regex LabelTerm();

    [GeneratedRegex(@"^(?<path>[\w.]+)(?<op>==|=|!=)(?<value>.*)$")]
    private static partial Regex FieldTerm();
}
