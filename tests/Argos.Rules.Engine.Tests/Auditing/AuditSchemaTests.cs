using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.TestKit.Auditing;

namespace Argos.Rules.Engine.Tests.Auditing;

internal sealed class AuditSchemaTests
{
    private static readonly JsonSchemaCheck Schema = new(AuditSchema.Text);

    [Test]
    public void Record_with_everything_fits()
    {
        using var logs = new AuditLogs();
        logs.Write(null, AuditLogs.Granted("d1"));

        Assert.That(logs.Fitting(), Has.Length.EqualTo(3));
    }

    [TestCase("service", "7")]
    [TestCase("outcome", "\"granted\"")]
    [TestCase("v", "2")]
    [TestCase("chain", "\"00\"")]
    [TestCase("secret", "\"x\"")]
    [TestCase("policies", "[{\"policy\":\"p\"}]")]
    [TestCase("documents", "[{\"path\":\"p\",\"sha256\":null}]")]
    public void Record_with_another_member_does_not(string name, string value)
    {
        using var logs = new AuditLogs();
        logs.Write(null, AuditLogs.Granted("d1"));
        var record = JsonNode.Parse(logs.Lines[1])!.AsObject();
        record[name] = JsonNode.Parse(value);

        Assert.That(Schema.Problems(JsonElement.Parse(record.ToJsonString())), Is.Not.Empty);
    }

    [Test]
    public void Every_field_is_described()
    {
        var missing = new List<string>();
        Look(JsonElement.Parse(AuditSchema.Text), "$", missing);

        Assert.That(missing, Is.Empty);
    }

    private static void Look(JsonElement schema, string place, List<string> missing)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in schema.EnumerateArray()) Look(item, place, missing);
        }
        if (schema.ValueKind != JsonValueKind.Object) return;
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            missing.AddRange(properties.EnumerateObject().Where(static p => !p.Value.TryGetProperty("description", out _) && !p.Value.TryGetProperty("$ref", out _)).Select(p => $"{place}.{p.Name}"));
        }
        foreach (var member in schema.EnumerateObject()) Look(member.Value, $"{place}.{member.Name}", missing);
    }
}
