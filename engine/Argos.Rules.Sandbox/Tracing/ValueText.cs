using System.Globalization;
using System.Text;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;

namespace Argos.Rules.Sandbox.Tracing;

/// <summary>
/// The values of a trace as short texts. Only types of ours and plain ones are printed, so no code of a policy runs; what is
/// long is cut before it is copied, so a trace costs little whatever it shows.
/// </summary>
internal sealed class ValueText(SecretMask mask)
{
    private const int MaximumText = 96;

    // What a check found is said whole: it names what was sent and what was expected.
    private const int MaximumDetail = 640;

    private const int MaximumItems = 6;

    /// <summary>The text of a value; <c>?</c> for one that has none.</summary>
    public string Of(object? value) => value switch
    {
        null => "null",
        string text => Quoted(text),
        bool flag => flag ? "true" : "false",
        char character => Quoted(character.ToString()),
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        InstanceOperation operation => operation == InstanceOperation.Refresh ? "refresh" : "register",
        DayOfWeek day => day.ToString(),
        IpAddress or IpBlock => value.ToString() ?? "?",
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        IpSet addresses => Items(addresses, addresses.Count, static a => a.ToString()),
        IReadOnlyList<string> texts => Items(texts, texts.Count, Quoted),
        DataValue data => Of(data),
        Pod pod => $"pod {Plain(pod.Namespace)}/{Plain(pod.Name)} (uid {Plain(pod.Uid)}, {Plain(pod.Phase)})",
        Finding finding => $"{Plain(finding.Code)}: {Plain(finding.Detail, MaximumDetail)}",
        TokenCheck token => Of(token),
        Fact fact => Of(fact),
        Outcome outcome => Of(outcome),
        _ => "?",
    };

    private string Of(DataValue data)
    {
        if (data.IsObject) return Counted(data.Count, "member");
        if (data.IsArray) return Counted(data.Count, "item");
        if (data.Text is { } text) return Quoted(text);
        // What is left is a number, a truth value or nothing: JSON's own limits apply to their length.
        return data.Exists ? Plain(data.ToString()) : "missing";
    }

    private string Of(Fact fact) => fact switch
    {
        { Pending: true } => "pending",
        TokenFact token => Of(token.Check),
        { Problem: { } problem } => $"refused, {Plain(problem, MaximumDetail)}",
        CallerIdentity caller => $"caller {Plain(caller.Arn)}",
        OidcProviderList providers => Counted(providers.Count, "provider"),
        AccessCheck access => access.Granted ? "granted" : "not granted",
        TokenReview review => $"user {Plain(review.Username)}",
        HostAddresses addresses => Of(addresses.Ips),
        _ => "?",
    };

    private string Of(TokenCheck token) => token.Finding is { } finding
        ? $"invalid, {Of(finding)}"
        : $"valid, subject {Quoted(token.Subject)}, key {Quoted(token.KeyId)}, expires {Of(token.ExpiresAt)}";

    private string Of(Outcome outcome) => outcome switch
    {
        Outcome.Denied { Detail: { } detail } denied => $"deny {Plain(denied.Code)}: {Plain(detail, MaximumDetail)}",
        Outcome.Denied denied => $"deny {Plain(denied.Code)}",
        Outcome.Waiting waiting => $"wait {Plain(waiting.Code)} for {Plain(waiting.Key)}",
        Outcome.Allowed { Attributes: { } attributes } => attributes.IsEmpty ? "allow" : $"allow {Items(attributes, attributes.Count, a => $"{Plain(a.Key)}={Plain(a.Value)}")}",
        _ => "?",
    };

    private static string Items<T>(IEnumerable<T> items, int count, Func<T, string> text)
    {
        var shown = items.Take(MaximumItems).Select(text).ToList();
        if (count > shown.Count) shown.Add(string.Create(CultureInfo.InvariantCulture, $"... {count - shown.Count} more"));
        return $"[{string.Join(", ", shown)}]";
    }

    private static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{{{count} {what}{(count == 1 ? "" : "s")}}}");

    private string Quoted(string? text) => text is null ? "null" : mask.Hides(text, MaximumText) ? SecretMask.Shown : $"\"{Short(text)}\"";

    private string Plain(string? text, int maximum = MaximumText) =>
        text is null ? "null" : mask.Hides(text, maximum) ? SecretMask.Shown : Short(text, maximum);

    /// <summary>One short line: what a terminal or a reader could take for something else is written as its number.</summary>
    private static string Short(string text, int maximum = MaximumText)
    {
        var length = Math.Min(text.Length, maximum);
        var line = new StringBuilder(length + 8);
        foreach (var c in text.AsSpan(0, length))
        {
            if (c is '"' or '\\') line.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else line.Append(c);
        }
        if (length < text.Length) line.Append(CultureInfo.InvariantCulture, $"... ({text.Length} characters)");
        return line.ToString();
    }
}
