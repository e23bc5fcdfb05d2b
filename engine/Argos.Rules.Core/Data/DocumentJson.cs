using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argos.Rules.Core.Data;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class DocumentJson : JsonSerializerContext;
