using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Yaml;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>Reads data documents from ConfigMaps: where each key goes, who wins a place that two claim, and what of a broken key stays.</summary>
internal static class DocumentKeys
{
    // What mgmt replicates itself must not be forged by whoever may write a ConfigMap.
    private static readonly DataPath Kubernetes = ClusterView.DefaultRoot;

    public static ImmutableSortedDictionary<string, DesiredItem> Read(
        IEnumerable<ConfigMap> maps, DataPath replicated, ImmutableSortedDictionary<string, DesiredItem> previous, ImmutableArray<DesiredProblem>.Builder problems)
    {
        var documents = ImmutableSortedDictionary.CreateBuilder<string, DesiredItem>(StringComparer.Ordinal);
        var claims = new PathClaims();
        foreach (var map in maps.OrderBy(static map => map.Name))
        {
            var active = map.ActiveKeys;
            foreach (var key in map.Keys)
            {
                var origin = new ItemOrigin(map.Name, key);
                if (!TryPlace(map, key, replicated, out var path, out var problem)) problems.Add(DesiredProblem.Of(origin, "data-path", problem));
                else if (claims.Claim(path, origin) is { } winner) problems.Add(DesiredProblem.Of(origin, "data-clash", $"`{path}` is already taken by {winner}; change the annotation `{AnnotationNames.Path}` of one of them"));
                else documents.Add(path.ToString(), Item(path.ToString(), origin, map, previous, problems) with { WasActive = active.Contains(key) });
            }
        }
        return documents.ToImmutable();
    }

    private static DesiredItem Item(
        string path, ItemOrigin origin, ConfigMap map, ImmutableSortedDictionary<string, DesiredItem> previous, ImmutableArray<DesiredProblem>.Builder problems)
    {
        TextProblem? problem = null;
        if (!map.Data.TryGetValue(origin.Key, out var text)) problems.Add(DesiredProblem.NoText(origin, map));
        else if (DocumentText.TryRead(text, origin.Key, out var json, out problem)) return new DesiredItem(path, json, origin) { Version = map.ResourceVersion };
        else problems.Add(new DesiredProblem(origin, new Diagnostic("data-text", problem.Message, new Location($"{origin.Map}/{origin.Key}", problem.Row, problem.Col))));
        // The last good version may only come from the same key: another's text at this place is not this key's.
        return previous.GetValueOrDefault(path) is { } last && last.Origin == origin ? last : new DesiredItem(path, null, origin);
    }

    private static bool TryPlace(ConfigMap map, string key, DataPath replicated, out DataPath path, [NotNullWhen(false)] out string? problem)
    {
        var name = DocumentText.WithoutEnding(key);
        if (string.IsNullOrEmpty(map.Path))
        {
            if (!DataPath.TryParse(map.IdOf(name), out path, out problem)) return false;
        }
        else
        {
            if (!DataPath.TryParse(map.Path, out path, out problem)) return false;
            if (map.Data.Count + map.Broken.Count > 1) path = path.Append(name);
        }
        if (path.Segments.IsEmpty) problem = $"the whole tree cannot be claimed; name a path in the annotation `{AnnotationNames.Path}`";
        else if (path.StartsWith(Kubernetes) || path.StartsWith(replicated)) problem = $"`{path}` lies below `{(path.StartsWith(replicated) ? replicated : Kubernetes)}`, which is written by replication only; set another path in the annotation `{AnnotationNames.Path}`";
        else if (replicated.StartsWith(path)) problem = $"`{path}` lies above `{replicated}`, which is written by replication; set another path in the annotation `{AnnotationNames.Path}`";
        return problem is null;
    }
}
