using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>Writes what was decided as members of a record.</summary>
internal static class AuditJson
{
    public static void Write(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteString(AuditNames.Decision, record.DecisionId);
        json.WriteString(AuditNames.Operation, record.Operation == InstanceOperation.Register ? "register" : "refresh");
        json.WriteString(AuditNames.Outcome, Outcome(record));
        if (!record.IsShadow) json.WriteNumber(AuditNames.Status, record.Status);
        Text(json, AuditNames.Problem, record.Problem);
        Text(json, AuditNames.Provider, record.Provider);
        Text(json, AuditNames.Domain, record.Domain);
        Text(json, AuditNames.Service, record.Service);
        Text(json, AuditNames.InstanceId, record.InstanceId);
        record.Requested?.Write(json);
        if (!record.IsShadow) json.WriteString(AuditNames.Caller, record.Caller);
        json.WriteNumber(AuditNames.ElapsedMs, Thousandths(record.Elapsed.TotalMicroseconds));
        Text(json, AuditNames.AttestationSha256, record.Attestation?.Sha256);
        Text(json, AuditNames.KeyId, record.Attestation?.KeyId);
        if (record.Decision is { } decision) Write(json, decision);
    }

    private static void Write(Utf8JsonWriter json, Decision decision)
    {
        json.WriteNumber(AuditNames.Revision, decision.Revision);
        Text(json, AuditNames.PolicySetDigest, decision.PolicySetDigest);
        Text(json, AuditNames.DataDigest, decision.DataDigest);
        WriteDocuments(json, decision);
        json.WriteStartArray(AuditNames.Codes);
        foreach (var code in decision.Codes) json.WriteStringValue(code);
        json.WriteEndArray();
        Text(json, AuditNames.Detail, decision.Detail);
        json.WriteStartObject(AuditNames.Attributes);
        foreach (var (name, value) in decision.Attributes) json.WriteString(name, value);
        json.WriteEndObject();
        if (decision.Facts.Length > 0) Write(json, decision.Facts);
        WriteEvidence(json, decision);
        json.WriteStartArray(AuditNames.Policies);
        foreach (var policy in decision.Policies) Write(json, policy);
        json.WriteEndArray();
        if (decision.Evidence is not { } evidence) return;
        json.WritePropertyName("evidence"u8);
        evidence.Write(json);
    }

    private static void WriteDocuments(Utf8JsonWriter json, Decision decision)
    {
        if (decision.Settings is { } settings)
        {
            json.WritePropertyName(AuditNames.Settings);
            Write(json, settings);
        }
        if (decision.Documents.IsEmpty) return;
        json.WriteStartArray(AuditNames.Documents);
        foreach (var document in decision.Documents) Write(json, document);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DocumentReference document)
    {
        json.WriteStartObject();
        json.WriteString(AuditNames.Path, AuditText.Cut(document.Path, AuditText.MaximumName));
        Text(json, AuditNames.Sha256, document.Sha256);
        Text(json, AuditNames.Digest, document.Digest);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<FactUse> facts)
    {
        json.WriteStartArray(AuditNames.Facts);
        foreach (var fact in facts)
        {
            json.WriteStartObject();
            json.WriteString(AuditNames.Kind, fact.Kind);
            json.WriteString(AuditNames.Subject, fact.Subject);
            json.WriteString(AuditNames.Outcome, fact.State);
            Text(json, AuditNames.Problem, fact.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteEvidence(Utf8JsonWriter json, Decision decision)
    {
        json.WriteStartArray(AuditNames.Pods);
        foreach (var pod in decision.Pods)
        {
            json.WriteStartObject();
            json.WriteString(AuditNames.Namespace, pod.Namespace);
            json.WriteString(AuditNames.Name, pod.Name);
            json.WriteString(AuditNames.Uid, pod.Uid);
            json.WriteString(AuditNames.ResourceVersion, pod.ResourceVersion);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray(AuditNames.Tokens);
        foreach (var token in decision.Tokens)
        {
            json.WriteStartObject();
            json.WriteBoolean(AuditNames.Valid, token.Valid);
            Text(json, AuditNames.KeyId, token.KeyId);
            Text(json, AuditNames.TokenId, token.Id);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PolicyResult policy)
    {
        json.WriteStartObject();
        json.WriteString(AuditNames.Policy, policy.Policy);
        json.WriteString(AuditNames.Hash, policy.Hash);
        if (policy.Image is { Length: > 0 } image) json.WriteString(AuditNames.Image, image);
        json.WriteString(AuditNames.Outcome, policy.Outcome);
        json.WriteString(AuditNames.Mode, policy.Enforced ? "enforce" : "shadow");
        Text(json, AuditNames.Code, policy.Code);
        Text(json, AuditNames.Detail, policy.Detail);
        Text(json, AuditNames.WaitsFor, policy.WaitsFor ?? policy.WaitsForFact);
        json.WriteNumber(AuditNames.ElapsedUs, Tenths(policy.ElapsedMicroseconds));
        json.WriteEndObject();
    }

    private static string Outcome(AuditRecord record) => record.IsShadow ? "shadow" : record.Decision?.Outcome switch
    {
        null => "malformed",
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.Denied => "denied",
        _ => "undecided",
    };

    private static void Text(Utf8JsonWriter json, JsonEncodedText name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    // Decimals: to find the shortest text of a binary fraction takes longer than all the rest of a number.
    private static decimal Thousandths(double value) => new decimal(Math.Round(value)) / 1000;

    private static decimal Tenths(double value) => new decimal(Math.Round(value * 10)) / 10;
}
