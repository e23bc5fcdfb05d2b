using System.Text.Json;
using System.Text.Json.Serialization;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Contracts;

/// <summary>How the records of this assembly are written as JSON: camel case, enums as lower-case words, nothing written for <see langword="null"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(SyncDeclaration))]
[JsonSerializable(typeof(SyncAccepted))]
[JsonSerializable(typeof(SyncInventory))]
[JsonSerializable(typeof(SyncParts))]
[JsonSerializable(typeof(SyncAbsent))]
[JsonSerializable(typeof(SyncPending))]
[JsonSerializable(typeof(SyncPending))]
[JsonSerializable(typeof(EngineStatus))]
[JsonSerializable(typeof(ShadowReport))]
[JsonSerializable(typeof(PolicyText))]
[JsonSerializable(typeof(DryRunRequest))]
[JsonSerializable(typeof(DryRunResponse))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class ContractsJson : JsonSerializerContext;
