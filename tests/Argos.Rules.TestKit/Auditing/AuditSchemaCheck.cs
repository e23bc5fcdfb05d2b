using System.Text.Json;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.TestKit.Auditing;

/// <summary>Whether records are as the product says they are. Every test that reads an audit log asks.</summary>
public static class AuditSchemaCheck
{
    private static readonly JsonSchemaCheck Schema = new(AuditSchema.Text);

    /// <summary>The lines of a log, each of which fits the schema.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public static string[] Fitting(IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        foreach (var line in all)
        {
            if (Schema.Problems(JsonElement.Parse(line)) is { Count: > 0 } problems) throw new InvalidOperationException($"the record does not fit its schema: {string.Join("; ", problems)}\n{line}");
        }
        return all;
    }

    /// <summary>The decisions and what the shadow policies said, out of lines that all fit the schema.</summary>
    public static string[] Decisions(IEnumerable<string> lines) =>
        [.. Fitting(lines).Where(static line => JsonElement.Parse(line).GetProperty("type").GetString() is AuditTypes.Decision or AuditTypes.Shadow)];
}
