using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argos.Rules.Cli.LanguageServer.Protocol;

/// <summary>How what the server sends is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InitializeResult))]
[JsonSerializable(typeof(DocumentDiagnostics))]
[JsonSerializable(typeof(ImmutableArray<EditorDiagnostic>))]
[JsonSerializable(typeof(CompletionList))]
[JsonSerializable(typeof(Hover))]
[JsonSerializable(typeof(SignatureHelp))]
[JsonSerializable(typeof(DocumentRange))]
[JsonSerializable(typeof(ImmutableArray<TextEdit>))]
[JsonSerializable(typeof(ImmutableArray<CodeAction>))]
[JsonSerializable(typeof(ImmutableArray<CodeLens>))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(TestRunResult))]
[JsonSerializable(typeof(PlaceParameters))]
[JsonSerializable(typeof(CaseParameters))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
