using System.Text.Json.Serialization;

namespace Argos.Rules.Core.Policies.Providers;

/// <summary>Makes the JSON of values that come from a provider's name.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class ProviderJson : JsonSerializerContext;
