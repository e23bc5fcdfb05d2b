using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Argos.Rules.Engine.PolicyTests;

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class TestJson : JsonSerializerContext;
