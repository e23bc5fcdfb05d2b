using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argos.Rules.Contracts.Data;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class DataJson : JsonSerializerContext;
