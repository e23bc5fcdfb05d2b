using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Argos.Rules.Mgmt.Annotations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, ReplicaStatus>))]
internal sealed partial class AnnotationsJson : JsonSerializerContext;
