namespace Argos.Rules.Contracts.Auditing;

/// <summary>The JSON Schema of the records of the audit log: field by field what they are.</summary>
internal static class AuditSchema
{
    private const string Resource = "Argos.Rules.Contracts.Auditing.audit.schema.json";

    /// <summary>The schema (JSON Schema, draft 2020-12).</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(AuditSchema).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("the schema is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
