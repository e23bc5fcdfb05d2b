using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Configuration;

/// <summary>Reads which resources are replicated beside pods, and the settings that each of them has below its own name.</summary>
internal static class ReplicateReader
{
    private const string Details = "; each may have `Replicate:<resource>:Fields`, `:Labels` and `:FieldSelector`";

    public static ImmutableArray<ReplicatedResource> Read(SettingsReader settings)
    {
        var namespaced = settings.List("Replicate:Resources", [], "more resources to replicate, as [group/]version/resource such as v1/services" + Details + ", and `:Namespaces`");
        var cluster = settings.List("Replicate:ClusterResources", [], "the same for resources without namespaces, such as v1/nodes" + Details);
        var read = ImmutableArray.CreateBuilder<ReplicatedResource>();
        foreach (var (text, isCluster) in namespaced.Select(static text => (text, false)).Concat(cluster.Select(static text => (text, true))))
        {
            var setting = isCluster ? "Replicate:ClusterResources" : "Replicate:Resources";
            var (resource, problem) = ReplicatedResource.Parse(text);
            if (resource is null) settings.Wrong(setting, problem!);
            else if (read.Any(other => other.Plural == resource.Plural)) settings.Wrong(setting, $"`{resource.Plural}` is named twice; both would stand at the same place");
            else read.Add(Detail(resource with { IsCluster = isCluster }, settings));
        }
        return read.ToImmutable();
    }

    public static DataPath ReadPath(SettingsReader settings)
    {
        var text = settings.Text("Replicate:Path", ClusterView.DefaultRoot.ToString(), "where pods, keys and all other resources stand in the engine's data; another than the default for a second cluster");
        if (!DataPath.TryParse(text, out var path, out var problem)) settings.Wrong("Replicate:Path", $"`{text}`: {problem}");
        else if (path.Segments is [] or ["argos" or "providers", ..] or ["kubernetes", _, ..]) settings.Wrong("Replicate:Path", $"`{text}` is taken; write a path of its own, such as `clusters/east`");
        else return path;
        return ClusterView.DefaultRoot;
    }

    private static ReplicatedResource Detail(ReplicatedResource resource, SettingsReader settings)
    {
        var name = $"Replicate:{resource.Plural}";
        var read = resource with
        {
            Fields = settings.List($"{name}:Fields", ReplicatedResource.DefaultFields, $"the fields of {resource.Plural} that are replicated"),
            Labels = settings.Text($"{name}:Labels", "", $"a label selector for {resource.Plural}"),
            FieldSelector = settings.Text($"{name}:FieldSelector", "", $"a field selector for {resource.Plural}"),
        };
        foreach (var problem in PodFields.ProblemsOfNames(read.Fields)) settings.Wrong($"{name}:Fields", problem);
        return resource.IsCluster ? read : read with { Namespaces = settings.List($"{name}:Namespaces", [], $"the namespaces whose {resource.Plural} are replicated; else all") };
    }
}
