using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Yaml;

namespace Argos.Rules.Cli.Diff;

/// <summary>The questions that are a little smaller than one, or a little nearer to the case that it was made from. Each is tried until
/// none shows the difference.</summary>
internal static class Shrinker
{
    public static IEnumerable<DiffInput> Smaller(DiffInput input, DiffInput origin, bool isFirst)
    {
        var (now, then) = (input.Confirmation, origin.Confirmation);
        // Only once: what is taken away of it afterwards is not to come back.
        if (isFirst && !ReferenceEquals(input.Data, origin.Data)) yield return input with { Data = origin.Data };
        if (!ReferenceEquals(input.Facts, origin.Facts)) yield return input with { Facts = origin.Facts };
        if (input.Now != origin.Now) yield return input with { Now = origin.Now };
        if (input.Operation != origin.Operation) yield return input with { Operation = origin.Operation };
        if (isFirst && now.AttestationData != then.AttestationData) yield return input.WithAttestation(then.AttestationData, origin.Proof);
        if (now.Provider != then.Provider) yield return input.WithProvider(then.Provider);
        if (now.Domain != then.Domain) yield return input.WithDomain(then.Domain);
        if (now.Service != then.Service) yield return input.WithService(then.Service);
        foreach (var name in now.Attributes.Keys.Order(StringComparer.Ordinal))
        {
            yield return input.WithAttribute(name, null);
            if (isFirst && then.Attributes.TryGetValue(name, out var before)
                && before != now.Attributes[name]) yield return input.WithAttribute(name, before);
            foreach (var smaller in Fewer(now.Attributes[name])) yield return input.WithAttribute(name, smaller);
        }
        if (now.AttestationData is not null && input.Proof is null) yield return input.WithAttestation(null, null);
        // In the first part they would come and go for ever.
        if (isFirst) yield break;
        foreach (var smaller in SmallerSettings(input)) yield return smaller;
    }

    private static IEnumerable<string> Fewer(string value)
    {
        var items = value.Split(',');
        if (items.Length < 2) yield break;
        for (var i = 0; i < items.Length; i++) yield return string.Join(',', items.Where((_, at) => at != i));
    }

    /// <summary>Settings that the difference does not need. Whoever reads it has fewer to look at.</summary>
    private static IEnumerable<DiffInput> SmallerSettings(DiffInput input)
    {
        if (!DataPath.TryParse(Snapshot.SettingsRoot + input.Confirmation.Provider, out var path, out _)
            || !input.Data.TryPeek(path, out var document) || document.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in document.EnumerateObject())
        {
            var smaller = JsonNode.Parse(document.GetRawText())!.AsObject();
            smaller.Remove(member.Name);
            if (input.Data.With(path,
                JsonSerializer.SerializeToElement((JsonNode)smaller, YamlJson.Default.JsonNode)).Tree
                is { } tree) yield return input with { Data = tree };
        }
    }
}
