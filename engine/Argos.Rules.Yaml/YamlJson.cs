using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Argos.Rules.Yaml;

/// <summary>Turns nodes that came from YAML into JSON elements.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class YamlJson : JsonSerializerContext;
