using System.Globalization;
using System.IO.Enumeration;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Cli.Auditing;

/// <summary>Gathers for each instance the last grant of an identity, and how policies came into force.</summary>
/// <param name="identity">The identity, with `*`.</param>
/// <param name="at">The time that is asked about.</param>
/// <param name="life">How long a certificate lives whose grant does not say.</param>
internal sealed class HeldGrants(string identity, DateTimeOffset at, TimeSpan life) : IAuditRecordSink
{
    private readonly Dictionary<string, AuditEvent> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AuditEvent> _activations = new(StringComparer.Ordinal);

    public bool IsDone => false;

    /// <summary>The last answer that was not a grant.</summary>
    public AuditEvent? LastRefusal { get; private set; }

    /// <summary>Those whose certificates were valid at that time, the oldest first.</summary>
    public IReadOnlyList<HeldGrant> Held =>
        [.. _last.Values.Select(Grant).Where(grant => grant.End > at).OrderBy(static grant => grant.Record.Time)];

    public void Take(AuditEvent record)
    {
        if (record.Type == AuditTypes.Change)
        {
            if (record.Text("kind") == "policy" && record.Text("action") is "activated" or "restored") _activations[Key(record.Text("subject"), record.Text("after"))] = record;
            return;
        }
        if (!FileSystemName.MatchesSimpleExpression(identity, record.Identity, ignoreCase: false)) return;
        if (record.Outcome != "allowed")
        {
            LastRefusal = record;
            return;
        }
        var key = string.Join('\n', record.Provider, record.Identity, record.InstanceId);
        // Logs of several replicas come one after the other.
        if (!_last.TryGetValue(key, out var known) || known.Time <= record.Time) _last[key] = record;
    }

    private HeldGrant Grant(AuditEvent record)
    {
        var minutes = record.Json.TryGetProperty("attributes", out var attributes) ? AuditEvent.TextOf(attributes, AttributeNames.CertExpiryTime) : "";
        var isSet = long.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        var activations = record.Policies
            .Select(policy => _activations.GetValueOrDefault(Key(AuditEvent.TextOf(policy, "policy"), AuditEvent.TextOf(policy, "hash"))))
            .OfType<AuditEvent>();
        return new HeldGrant(record, [.. activations], record.Time + (isSet ? TimeSpan.FromMinutes(limit) : life), !isSet);
    }

    private static string Key(string policy, string hash) => $"{policy}\n{hash}";
}
