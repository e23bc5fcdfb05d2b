using System.Text.Json;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>A record of an audit log that was read.</summary>
internal sealed class AuditEvent
{
    private AuditEvent(JsonElement json, AuditHeader header) => (Json, Header) = (json, header);

    public JsonElement Json { get; }

    public AuditHeader Header { get; }

    public DateTimeOffset Time => Header.Time;

    public string Type => Header.Type;

    public string DecisionId => Text("decision");

    public string Outcome => Text("outcome");

    public string Provider => Text("provider");

    public string InstanceId => Text("instanceId");

    /// <summary>Domain and service; empty when the record has neither.</summary>
    public string Identity => Text("domain") is { Length: > 0 } domain ? $"{domain}.{Text("service")}" : "";

    public IEnumerable<string> Codes => Items("codes").Select(static code => code.GetString() ?? "");

    public IEnumerable<JsonElement> Policies => Items("policies");

    /// <summary>Whether policies made the decision: also none of them, when none was for the provider. Else the engine refused by itself.</summary>
    public bool AskedPolicies => Policies.Any() || Codes.Contains(DecisionCodes.NoPolicyApplies);

    /// <summary>Reads a line; <see langword="null"/> when it is not a record of this version.</summary>
    public static AuditEvent? Read(ReadOnlySpan<byte> line)
    {
        if (AuditLine.HeaderOf(line) is not { Version: AuditLine.Version } header) return null;
        try
        {
            return new AuditEvent(JsonElement.Parse(line), header);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text member; empty when it is missing or something else.</summary>
    public string Text(string name) => TextOf(Json, name);

    public IEnumerable<JsonElement> Items(string name) =>
        Json.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    public static string TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
