using System.Text.Json.Serialization;

namespace Argos.Rules.Cli.Packing;

[JsonSerializable(typeof(string))]
internal sealed partial class PackJson : JsonSerializerContext;
