using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>How messages are read.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RpcJson : JsonSerializerContext;
