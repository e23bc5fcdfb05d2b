using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>Writes a record as one line of JSON. Control characters are escaped, so a line is always one record.</summary>
internal static class AuditJson
{
    /// <summary>Writes a record.</summary>
    /// <param name="output">Gets the line.</param>
    /// <param name="json">A writer to use; making one for each record costs as much as the writing.</param>
    /// <param name="record">The record.</param>
    public static void Write(IBufferWriter<byte> output, Utf8JsonWriter json, AuditRecord record)
    {
        json.Reset(output);
        json.WriteStartObject();
        json.WriteString(Names.Time, record.Time);
        json.WriteString(Names.Decision, record.DecisionId);
        json.WriteString(Names.Operation, record.Operation == InstanceOperation.Register ? "register" : "refresh");
        json.WriteString(Names.Outcome, Outcome(record));
        if (!record.IsShadow) json.WriteNumber(Names.Status, record.Status);
        Text(json, Names.Problem, record.Problem);
        Text(json, Names.Provider, record.Provider);
        Text(json, Names.Domain, record.Domain);
        Text(json, Names.Service, record.Service);
        Text(json, Names.InstanceId, record.InstanceId);
        if (!record.IsShadow) json.WriteString(Names.Caller, record.Caller);
        json.WriteNumber(Names.ElapsedMs, Thousandths(record.Elapsed.TotalMicroseconds));
        Text(json, Names.AttestationSha256, record.Attestation?.Sha256);
        Text(json, Names.KeyId, record.Attestation?.KeyId);
        if (record.Decision is { } decision) Write(json, decision);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, Decision decision)
    {
        json.WriteNumber(Names.Revision, decision.Revision);
        json.WriteStartArray(Names.Codes);
        foreach (var code in decision.Codes) json.WriteStringValue(code);
        json.WriteEndArray();
        Text(json, Names.Detail, decision.Detail);
        json.WriteStartObject(Names.Attributes);
        foreach (var (name, value) in decision.Attributes) json.WriteString(name, value);
        json.WriteEndObject();
        if (decision.Facts.Length > 0) Write(json, decision.Facts);
        WriteEvidence(json, decision);
        json.WriteStartArray(Names.Policies);
        foreach (var policy in decision.Policies) Write(json, policy);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<FactUse> facts)
    {
        json.WriteStartArray(Names.Facts);
        foreach (var fact in facts)
        {
            json.WriteStartObject();
            json.WriteString(Names.Kind, fact.Kind);
            json.WriteString(Names.Subject, fact.Subject);
            json.WriteString(Names.Outcome, fact.State);
            Text(json, Names.Problem, fact.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteEvidence(Utf8JsonWriter json, Decision decision)
    {
        json.WriteStartArray(Names.Pods);
        foreach (var pod in decision.Pods)
        {
            json.WriteStartObject();
            json.WriteString(Names.Namespace, pod.Namespace);
            json.WriteString(Names.Name, pod.Name);
            json.WriteString(Names.Uid, pod.Uid);
            json.WriteString(Names.ResourceVersion, pod.ResourceVersion);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray(Names.Tokens);
        foreach (var token in decision.Tokens)
        {
            json.WriteStartObject();
            json.WriteBoolean(Names.Valid, token.Valid);
            Text(json, Names.KeyId, token.KeyId);
            Text(json, Names.TokenId, token.Id);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PolicyResult policy)
    {
        json.WriteStartObject();
        json.WriteString(Names.Policy, policy.Policy);
        json.WriteString(Names.Hash, policy.Hash);
        if (policy.Image is { Length: > 0 } image) json.WriteString(Names.Image, image);
        json.WriteString(Names.Outcome, policy.Outcome);
        if (!policy.Enforced) json.WriteBoolean(Names.Enforced, false);
        Text(json, Names.Code, policy.Code);
        Text(json, Names.Detail, policy.Detail);
        Text(json, Names.WaitsFor, policy.WaitsFor ?? policy.WaitsForFact);
        json.WriteNumber(Names.ElapsedUs, Tenths(policy.ElapsedMicroseconds));
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

    /// <summary>The names of members, escaped once.</summary>
    private static class Names
    {
        public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");

        public static readonly JsonEncodedText Decision = JsonEncodedText.Encode("decision");

        public static readonly JsonEncodedText Operation = JsonEncodedText.Encode("operation");

        public static readonly JsonEncodedText Outcome = JsonEncodedText.Encode("outcome");

        public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");

        public static readonly JsonEncodedText Caller = JsonEncodedText.Encode("caller");

        public static readonly JsonEncodedText ElapsedMs = JsonEncodedText.Encode("elapsedMs");

        public static readonly JsonEncodedText Revision = JsonEncodedText.Encode("revision");

        public static readonly JsonEncodedText Codes = JsonEncodedText.Encode("codes");

        public static readonly JsonEncodedText Attributes = JsonEncodedText.Encode("attributes");

        public static readonly JsonEncodedText Policies = JsonEncodedText.Encode("policies");

        public static readonly JsonEncodedText Policy = JsonEncodedText.Encode("policy");

        public static readonly JsonEncodedText Hash = JsonEncodedText.Encode("hash");

        public static readonly JsonEncodedText Image = JsonEncodedText.Encode("image");

        public static readonly JsonEncodedText Enforced = JsonEncodedText.Encode("enforced");

        public static readonly JsonEncodedText ElapsedUs = JsonEncodedText.Encode("elapsedUs");

        public static readonly JsonEncodedText Problem = JsonEncodedText.Encode("problem");

        public static readonly JsonEncodedText Provider = JsonEncodedText.Encode("provider");

        public static readonly JsonEncodedText Domain = JsonEncodedText.Encode("domain");

        public static readonly JsonEncodedText Service = JsonEncodedText.Encode("service");

        public static readonly JsonEncodedText InstanceId = JsonEncodedText.Encode("instanceId");

        public static readonly JsonEncodedText AttestationSha256 = JsonEncodedText.Encode("attestationSha256");

        public static readonly JsonEncodedText KeyId = JsonEncodedText.Encode("keyId");

        public static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");

        public static readonly JsonEncodedText Detail = JsonEncodedText.Encode("detail");

        public static readonly JsonEncodedText WaitsFor = JsonEncodedText.Encode("waitsFor");

        public static readonly JsonEncodedText Facts = JsonEncodedText.Encode("facts");

        public static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");

        public static readonly JsonEncodedText Subject = JsonEncodedText.Encode("subject");

        public static readonly JsonEncodedText Pods = JsonEncodedText.Encode("pods");

        public static readonly JsonEncodedText Namespace = JsonEncodedText.Encode("namespace");

        public static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");

        public static readonly JsonEncodedText Uid = JsonEncodedText.Encode("uid");

        public static readonly JsonEncodedText ResourceVersion = JsonEncodedText.Encode("resourceVersion");

        public static readonly JsonEncodedText Tokens = JsonEncodedText.Encode("tokens");

        public static readonly JsonEncodedText Valid = JsonEncodedText.Encode("valid");

        public static readonly JsonEncodedText TokenId = JsonEncodedText.Encode("jti");
    }
}
