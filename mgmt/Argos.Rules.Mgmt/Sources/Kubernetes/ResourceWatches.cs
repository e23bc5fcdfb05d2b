using System.Collections.Immutable;
using Argos.Rules.Mgmt.Kubernetes;

namespace Argos.Rules.Mgmt.Sources.Kubernetes;

/// <summary>The watches by which a resource is followed: one for all namespaces, or one for each that is named. What can be left out is left out by the server.</summary>
internal static class ResourceWatches
{
    public static ImmutableArray<ResourceQuery> Of(ReplicatedResource resource, ImmutableArray<string> ignored)
    {
        if (resource.IsCluster) return [Query(resource, null, resource.FieldSelector)];
        if (resource.Namespaces.IsEmpty || resource.Namespaces.Contains("*"))
        {
            string[] parts = [.. Some(resource.FieldSelector), .. ignored.Distinct(StringComparer.Ordinal).Select(static name => $"metadata.namespace!={name}")];
            return [Query(resource, null, string.Join(',', parts))];
        }
        return [.. resource.Namespaces.Except(ignored, StringComparer.Ordinal).Select(name => Query(resource, name, resource.FieldSelector))];
    }

    private static ResourceQuery Query(ReplicatedResource resource, string? name, string fieldSelector) =>
        new(resource.Group, resource.Version, resource.Plural, name, Some(resource.Labels).FirstOrDefault(), Some(fieldSelector).FirstOrDefault());

    private static IEnumerable<string> Some(string text) => text.Length == 0 ? [] : [text];
}
