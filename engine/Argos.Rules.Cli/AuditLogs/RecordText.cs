using System.Globalization;
using System.Text.Json;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Records for people.</summary>
internal sealed class RecordText(Terminal terminal)
{
    private const int ShortHash = 12;

    /// <summary>One line.</summary>
    public string Line(AuditEvent record) => record.Type switch
    {
        AuditTypes.Decision or AuditTypes.Shadow => $"{Time(record.Time)} {Outcome(record.Outcome),-9} {record.Text("operation"),-8} {Or(record.Identity, "?")} {Or(record.InstanceId, "?")} by {Or(record.Provider, "?")}{Codes(record)} {terminal.Faint(record.DecisionId)}",
        AuditTypes.Change => $"{Time(record.Time)} {record.Text("kind")} {record.Text("subject")} {record.Text("action")}{Hashes(record)} from {record.Text("source")}{Object(record)}{Problems(record)}",
        AuditTypes.Gap => $"{Time(record.Time)} {terminal.Bad("gap")} {(record.Json.TryGetProperty("lost", out var lost) ? lost.GetRawText() : "?")} records were lost",
        var type => $"{Time(record.Time)} {type} of replica {record.Header.Replica}",
    };

    /// <summary>All that a decision was made with, on lines of their own.</summary>
    public void Write(AuditEvent record)
    {
        terminal.Out.WriteLine(Line(record));
        Pair("caller", record.Text("caller"));
        Pair("answer", record.Json.TryGetProperty("status", out var status) ? $"{status.GetRawText()}{Elapsed(record)}" : "");
        Pair("problem", record.Text("problem"));
        Names(record);
        Pair("client address", record.Text("clientIp"));
        Members("requested", record, "requested");
        Members("granted", record, "attributes");
        Pair("detail", record.Text("detail"));
        foreach (var policy in record.Policies) terminal.Out.WriteLine($"  policy          {Policy(policy)}");
        if (record.Json.TryGetProperty("settings", out var settings)) Pair("settings", Document(settings));
        foreach (var document in record.Items("documents")) Pair("document", Document(document));
        foreach (var pod in record.Items("pods")) Pair("pod", $"{AuditEvent.TextOf(pod, "namespace")}/{AuditEvent.TextOf(pod, "name")} uid {AuditEvent.TextOf(pod, "uid")}{Version(pod, " ")}");
        foreach (var token in record.Items("tokens")) Pair("token", $"{(token.GetProperty("valid").GetBoolean() ? "valid" : "not valid")}, key {Or(AuditEvent.TextOf(token, "keyId"), "?")}, jti {Or(AuditEvent.TextOf(token, "jti"), "none")}");
        foreach (var fact in record.Items("facts")) Pair("fact", $"{AuditEvent.TextOf(fact, "kind")} {AuditEvent.TextOf(fact, "subject")}: {AuditEvent.TextOf(fact, "outcome")} {AuditEvent.TextOf(fact, "problem")}".TrimEnd());
        Pair("attestation", record.Text("attestationSha256") is { Length: > 0 } hash ? $"sha256 {hash}" : "");
        Pair("snapshot", $"revision {(record.Json.TryGetProperty("revision", out var revision) ? revision.GetRawText() : "?")}, policies {Or(record.Text("policySetDigest"), "?")}, data {Or(record.Text("dataDigest"), "?")}");
        Pair("engine", $"{record.Header.Replica}, start {record.Header.Engine}, version {record.Text("version")}, record {record.Header.Sequence.ToString(CultureInfo.InvariantCulture)}");
    }

    public string Policy(JsonElement policy)
    {
        var code = AuditEvent.TextOf(policy, "code");
        var detail = AuditEvent.TextOf(policy, "detail");
        return $"{AuditEvent.TextOf(policy, "policy")}@{Short(AuditEvent.TextOf(policy, "hash"))} ({AuditEvent.TextOf(policy, "mode")}): {Outcome(AuditEvent.TextOf(policy, "outcome"))}"
            + (code.Length > 0 ? $" {code}" : "") + (detail.Length > 0 ? $": {detail}" : "");
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Short(string hash) => hash.Length > ShortHash ? hash[..ShortHash] : hash;

    /// <summary>The version of an object; what comes from a folder has none.</summary>
    private static string Version(JsonElement of, string before) => AuditEvent.TextOf(of, "resourceVersion") is { Length: > 0 } version ? $"{before}version {version}" : "";

    private void Names(AuditEvent record)
    {
        if (!record.Json.TryGetProperty("names", out var names)) return;
        foreach (var (name, shown) in ((string, string)[])[("dns", "DNS names"), ("ips", "addresses"), ("uris", "URIs")])
        {
            if (names.TryGetProperty(name, out var list)) Pair(shown, string.Join(", ", list.EnumerateArray().Select(static n => n.GetString())));
        }
        Pair("host name", AuditEvent.TextOf(names, "hostname"));
    }

    private void Members(string shown, AuditEvent record, string name)
    {
        if (!record.Json.TryGetProperty(name, out var members) || members.ValueKind != JsonValueKind.Object) return;
        var text = string.Join(", ", members.EnumerateObject().Select(static m => $"{m.Name}={m.Value}"));
        Pair(shown, text);
    }

    private void Pair(string name, string value)
    {
        if (value.Length > 0) terminal.Out.WriteLine($"  {name,-15} {value}");
    }

    private string Outcome(string outcome) => outcome switch
    {
        "allowed" or "allow" => terminal.Good(outcome),
        "denied" or "deny" or "failed" => terminal.Bad(outcome),
        _ => terminal.Odd(outcome),
    };

    private static string Document(JsonElement document) =>
        $"{AuditEvent.TextOf(document, "path")} {(AuditEvent.TextOf(document, "sha256") is { Length: > 0 } hash ? $"sha256 {hash}" : AuditEvent.TextOf(document, "digest") is { Length: > 0 } digest ? $"digest {digest}" : "(not there)")}";

    private static string Elapsed(AuditEvent record) => record.Json.TryGetProperty("elapsedMs", out var elapsed) ? $" after {elapsed.GetRawText()} ms" : "";

    private static string Codes(AuditEvent record)
    {
        var codes = string.Join(", ", record.Codes);
        return codes.Length == 0 ? "" : $" [{codes}]";
    }

    private static string Hashes(AuditEvent record)
    {
        var (before, after) = (record.Text("before"), record.Text("after"));
        if (before.Length == 0 && after.Length == 0) return "";
        return $" {Or(Short(before), "nothing")} -> {Or(Short(after), "nothing")}";
    }

    private static string Object(AuditEvent record) => record.Json.TryGetProperty("object", out var of)
        ? $" ({AuditEvent.TextOf(of, "kind")} {AuditEvent.TextOf(of, "namespace")}/{AuditEvent.TextOf(of, "name")}, key {AuditEvent.TextOf(of, "key")}{Version(of, ", ")})"
        : "";

    private static string Problems(AuditEvent record)
    {
        var problems = string.Join("; ", record.Items("problems").Select(static p => p.GetString()));
        return problems.Length == 0 ? "" : $": {problems}";
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
