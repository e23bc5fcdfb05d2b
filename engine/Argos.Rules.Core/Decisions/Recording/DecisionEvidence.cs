using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Language;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Decisions.Recording;

/// <summary>What one evaluation read, as a record keeps it.</summary>
internal sealed class DecisionEvidence : IDecisionEvidence
{
    /// <summary>The most bytes; a record that would have more says that it has none.</summary>
    public const int MaximumBytes = 256 * 1024;

    private readonly EvidenceRecorder _recorder;
    private readonly DateTimeOffset _now;
    private readonly string? _attestation;
    private readonly ImmutableDictionary<string, string> _attributes;
    private readonly DataValue _settings;
    private readonly ImmutableArray<RecordedFact> _facts;

    /// <param name="recorder">What was read.</param>
    /// <param name="input">The request.</param>
    /// <param name="settings">The provider's settings document.</param>
    /// <param name="now">The time of the evaluation.</param>
    /// <param name="facts">The facts.</param>
    public DecisionEvidence(EvidenceRecorder recorder, PolicyInput input, DataValue settings, DateTimeOffset now, DecisionFacts? facts)
    {
        (_recorder, _now, _settings) = (recorder, now, settings);
        _attestation = SecretFree.Of(input);
        _attributes = input.Confirmation.Attributes;
        _facts = facts is null ? [] : [.. facts.All.Select(static f => Fact(f.Request, f.Answer))];
        Bytes = Size();
    }

    public long Bytes { get; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (!_recorder.IsComplete || Bytes > MaximumBytes)
        {
            json.WriteString("incomplete"u8, "the decision read more than a record holds");
            json.WriteEndObject();
            return;
        }
        json.WriteString("now"u8, _now.UtcDateTime);
        if (_attestation is not null) json.WriteString("attestation"u8, _attestation);
        json.WriteStartObject("attributes"u8);
        foreach (var (name, value) in _attributes.OrderBy(static a => a.Key, StringComparer.Ordinal)) json.WriteString(name, value);
        json.WriteEndObject();
        Value(json, "settings", _settings);
        json.WriteStartObject("data"u8);
        foreach (var read in _recorder.Values) Value(json, read.Path, read.Value, always: true);
        json.WriteEndObject();
        Objects(json, "pods", _recorder.Pods, WritePod);
        Objects(json, "tokens", _recorder.Tokens, WriteToken);
        Objects(json, "documents", _recorder.Documents, WriteDocument);
        Objects(json, "facts", _facts, WriteFact);
        json.WriteEndObject();
    }

    private static void Objects<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WritePod(Utf8JsonWriter json, RecordedPod pod)
    {
        json.WriteString("namespace"u8, pod.Namespace);
        json.WriteString("name"u8, pod.Name);
        if (pod.Json is null) return;
        json.WritePropertyName("pod"u8);
        json.WriteRawValue(pod.Json, skipInputValidation: true);
    }

    private static void WriteToken(Utf8JsonWriter json, RecordedToken token)
    {
        json.WriteString("token"u8, token.Token);
        json.WriteString("keys"u8, token.Expectation.Keys);
        Texts(json, "issuers", token.Expectation.Issuers);
        Texts(json, "audiences", token.Expectation.Audiences);
        json.WriteBoolean("requireExpiry"u8, token.Expectation.RequireExpiry);
        Write(json, token.Finding);
        if (token.KeyId is not null) json.WriteString("keyId"u8, token.KeyId);
    }

    private static void WriteDocument(Utf8JsonWriter json, RecordedDocument document)
    {
        json.WriteString("document"u8, document.Document);
        json.WriteString("signature"u8, document.Signature);
        json.WriteString("certificates"u8, document.Certificates);
        Write(json, document.Finding);
    }

    private static void WriteFact(Utf8JsonWriter json, RecordedFact fact)
    {
        json.WriteString("kind"u8, fact.Kind);
        json.WriteString("subject"u8, fact.Subject);
        json.WriteString("state"u8, fact.State);
        Value(json, "value", fact.Value);
        if (fact.Problem is not null) json.WriteString("problem"u8, fact.Problem);
    }

    private static void Write(Utf8JsonWriter json, Finding? finding)
    {
        if (finding is null) return;
        json.WriteString("code"u8, finding.Code);
        if (finding.Detail is not null) json.WriteString("detail"u8, finding.Detail);
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter json, string name, DataValue value, bool always = false)
    {
        var missing = value.Element.ValueKind == JsonValueKind.Undefined;
        if (missing && !always) return;
        json.WritePropertyName(name);
        if (missing) json.WriteNullValue();
        else json.WriteRawValue(value.Element.GetRawText(), skipInputValidation: true);
    }

    private static RecordedFact Fact(FactRequest request, FactAnswer answer) => new(
        request.Kind,
        request is TokenReviewRequest review ? TokenReviewRequest.Digest(SecretFree.Secret(review.Token)) : request.Subject,
        answer.State.ToString().ToLowerInvariant(), answer.State == FactState.Known ? answer.Value : default, answer.Problem);

    private long Size()
    {
        long bytes = 512 + (_attestation?.Length ?? 0);
        foreach (var (name, value) in _attributes) bytes += name.Length + value.Length;
        bytes += Length(_settings);
        foreach (var read in _recorder.Values) bytes += read.Path.Length + Length(read.Value);
        foreach (var pod in _recorder.Pods) bytes += 64 + (pod.Json?.Length ?? 0);
        foreach (var token in _recorder.Tokens) bytes += 128 + token.Token.Length;
        foreach (var document in _recorder.Documents) bytes += 128 + document.Document.Length;
        foreach (var fact in _facts) bytes += 64 + fact.Subject.Length + Length(fact.Value);
        return bytes;
    }

    private static long Length(DataValue value) => value.Element.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value.Element).Length;
}
