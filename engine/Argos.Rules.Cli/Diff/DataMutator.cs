using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Yaml;

namespace Argos.Rules.Cli.Diff;

/// <summary>Changes documents of the data tree: the provider's settings, and those at paths that the policies name.</summary>
internal sealed class DataMutator(ValuePool pool, SplitMix random)
{
    public DataTree Change(DataTree data, string provider)
    {
        var paths = pool.Paths;
        var settings = DataPath.TryParse(Snapshot.SettingsRoot + provider, out var own, out _) && data.Exists(own);
        if (paths.IsEmpty && !settings) return data;
        var path = settings && (paths.IsEmpty || random.OneIn(2)) ? own : random.Pick(paths);
        if (!data.TryPeek(path, out var document)) return data;
        if (random.OneIn(6)) return data.Without(path).Tree ?? data;
        var changed = Change(JsonNode.Parse(document.GetRawText()));
        return data.With(path, JsonSerializer.SerializeToElement(changed, YamlJson.Default.JsonNode)).Tree ?? data;
    }

    private JsonNode? Change(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var name = map.Count > 0 && !random.OneIn(4) || pool.Members.IsEmpty
                    ? map.Select(static m => m.Key).ElementAtOrDefault(random.Below(Math.Max(1, map.Count))) : random.Pick(pool.Members);
                if (name is null) return map;
                if (random.OneIn(3)) map.Remove(name);
                else map[name] = map[name] is { } member ? Change(member.DeepClone()) : Value();
                return map;
            case JsonArray list:
                if (list.Count > 0 && random.OneIn(2)) list.RemoveAt(random.Below(list.Count));
                else list.Add(Value());
                return list;
            default:
                return Value();
        }
    }

    private JsonValue? Value() => random.Below(6) switch
    {
        0 => JsonValue.Create(true),
        1 => JsonValue.Create(false),
        2 => JsonValue.Create(random.Pick(pool.Numbers)),
        3 => JsonValue.Create(random.Pick(pool.Domains)),
        4 when !pool.Texts.IsEmpty => JsonValue.Create(random.Pick(pool.Texts)),
        _ => JsonValue.Create(random.Pick(pool.AttributeValues)),
    };
}
