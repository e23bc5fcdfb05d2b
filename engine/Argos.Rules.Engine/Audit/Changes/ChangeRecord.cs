using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Audit.Changes;

/// <summary>Who has changed what, from which content to which, and what became of it.</summary>
internal sealed record ChangeRecord : AuditEntry
{
    /// <summary>The source of who writes without one.</summary>
    public const string ByHand = "management";

    /// <summary>The most problems that are kept.</summary>
    public const int MaximumProblems = 20;

    public override string Type => AuditTypes.Change;

    public override long Bytes => AuditSize.Of(this);

    /// <summary>The sync source that writes.</summary>
    public required string Source { get; init; }

    /// <summary>One of <see cref="ChangeKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>One of <see cref="ChangeActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Its name.</summary>
    public required string Subject { get; init; }

    /// <summary>The object that it comes from.</summary>
    public ObjectOrigin? Origin { get; init; }

    /// <summary>SHA-256 of what there was.</summary>
    public string? Before { get; init; }

    /// <summary>SHA-256 of what there is, or was refused.</summary>
    public string? After { get; init; }

    public string? Mode { get; init; }

    /// <summary>SHA-256 of a policy's tests.</summary>
    public string? Tests { get; init; }

    /// <summary>One of <see cref="RefusalStages"/>.</summary>
    public string? Stage { get; init; }

    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The text of an activated policy, where evidence is kept.</summary>
    public string? Text { get; init; }

    public long? Revision { get; init; }

    public string? PolicySetDigest { get; init; }

    public string? DataDigest { get; init; }

    /// <summary>Diagnostics as a record keeps them.</summary>
    public static ImmutableArray<string> ProblemsOf(IEnumerable<Diagnostic> diagnostics) => ProblemsOf(diagnostics.Where(static d => d.Severity == "error").Select(static d => $"{d.Code}: {d.Message}"));

    /// <summary>Texts as a record keeps them.</summary>
    public static ImmutableArray<string> ProblemsOf(IEnumerable<string> problems) => [.. problems.Take(MaximumProblems).Select(static p => AuditText.WithoutToken(p, AuditText.MaximumName))];

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("source"u8, AuditText.Cut(Source, AuditText.MaximumName));
        json.WriteString("kind"u8, Kind);
        json.WriteString("action"u8, Action);
        json.WriteString("subject"u8, AuditText.Cut(Subject, AuditText.MaximumName));
        if (Origin is { } origin) Write(json, origin);
        Member(json, "before", Before);
        Member(json, "after", After);
        Member(json, "mode", Mode);
        Member(json, "tests", Tests);
        Member(json, "stage", Stage);
        if (!Problems.IsEmpty)
        {
            json.WriteStartArray("problems"u8);
            foreach (var problem in Problems) json.WriteStringValue(problem);
            json.WriteEndArray();
        }
        Member(json, "text", Text);
        if (Revision is { } revision) json.WriteNumber("revision"u8, revision);
        Member(json, "policySetDigest", PolicySetDigest);
        Member(json, "dataDigest", DataDigest);
    }

    private static void Write(Utf8JsonWriter json, ObjectOrigin origin)
    {
        json.WriteStartObject("object"u8);
        json.WriteString("kind"u8, AuditText.Cut(origin.Kind, AuditText.MaximumName));
        json.WriteString("namespace"u8, AuditText.Cut(origin.Namespace, AuditText.MaximumName));
        json.WriteString("name"u8, AuditText.Cut(origin.Name, AuditText.MaximumName));
        json.WriteString("key"u8, AuditText.Cut(origin.Key, AuditText.MaximumName));
        if (origin.ResourceVersion.Length > 0) json.WriteString("resourceVersion"u8, AuditText.Cut(origin.ResourceVersion, AuditText.MaximumName));
        json.WriteEndObject();
    }

    private static void Member(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
