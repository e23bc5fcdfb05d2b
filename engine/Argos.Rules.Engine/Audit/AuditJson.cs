using System.Buffers;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>Writes a record as one line of JSON. Control characters are escaped, so a line is always one record.</summary>
internal static class AuditJson
{
    public static void Write(IBufferWriter<byte> output, AuditRecord record)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("time", record.Time);
            json.WriteString("decision", record.DecisionId);
            json.WriteString("operation", record.Operation == InstanceOperation.Register ? "register" : "refresh");
            json.WriteString("outcome", Outcome(record));
            json.WriteNumber("status", record.Status);
            Text(json, "problem", record.Problem);
            Text(json, "provider", record.Provider);
            Text(json, "domain", record.Domain);
            Text(json, "service", record.Service);
            Text(json, "instanceId", record.InstanceId);
            json.WriteString("caller", record.Caller);
            json.WriteNumber("elapsedMs", Math.Round(record.Elapsed.TotalMilliseconds, 3));
            Text(json, "attestationSha256", record.Attestation?.Sha256);
            Text(json, "keyId", record.Attestation?.KeyId);
            if (record.Decision is { } decision) Write(json, decision);
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, Decision decision)
    {
        json.WriteNumber("revision", decision.Revision);
        json.WriteStartArray("codes");
        foreach (var code in decision.Codes) json.WriteStringValue(code);
        json.WriteEndArray();
        json.WriteStartObject("attributes");
        foreach (var (name, value) in decision.Attributes) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("policies");
        foreach (var policy in decision.Policies) Write(json, policy);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PolicyResult policy)
    {
        json.WriteStartObject();
        json.WriteString("policy", policy.Policy);
        json.WriteString("hash", policy.Hash);
        json.WriteString("outcome", policy.Outcome);
        if (!policy.Enforced) json.WriteBoolean("enforced", false);
        Text(json, "code", policy.Code);
        Text(json, "detail", policy.Detail);
        Text(json, "waitsFor", policy.WaitsFor);
        json.WriteNumber("elapsedUs", Math.Round(policy.ElapsedMicroseconds, 1));
        json.WriteEndObject();
    }

    private static string Outcome(AuditRecord record) => record.Decision?.Outcome switch
    {
        null => "malformed",
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.Denied => "denied",
        _ => "undecided",
    };

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
