using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Argos.Rules.System.Tests.Model;

/// <summary>What the model knows of a ConfigMap.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its label says.</param>
internal sealed record ModelMap(string Namespace, string Name, MapKind Kind)
{
    public static readonly ImmutableSortedDictionary<string, ModelText> NoKeys = ImmutableSortedDictionary.Create<string, ModelText>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, ModelText> Keys { get; init; } = NoKeys;

    /// <summary>The path annotation.</summary>
    public string? Path { get; init; }

    public string Manifest()
    {
        var metadata = new JsonObject { ["namespace"] = Namespace, ["name"] = Name, ["labels"] = Labels() };
        if (Path is not null) metadata["annotations"] = new JsonObject { ["argos.athenz.io/path"] = Path };
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = metadata,
            ["data"] = new JsonObject(Keys.Select(static key => KeyValuePair.Create(key.Key, (JsonNode?)key.Value.Text))),
        }.ToJsonString();
    }

    private JsonObject Labels() => Kind switch
    {
        MapKind.Policy => new JsonObject { ["argos.athenz.io/policy"] = "csharp" },
        MapKind.Data => new JsonObject { ["argos.athenz.io/data"] = "json" },
        _ => new JsonObject { ["argos.athenz.io/policy"] = "rego" },
    };
}

/// <summary>A key's text, and whether it can be used.</summary>
internal sealed record ModelText(string Text, bool Good = true);

/// <summary>What a ConfigMap is to mgmt.</summary>
internal enum MapKind
{
    /// <summary>It holds policies.</summary>
    Policy,

    /// <summary>It holds documents.</summary>
    Data,

    /// <summary>It is somebody else's.</summary>
    Other,
}
