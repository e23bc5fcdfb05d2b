using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>What the certificate was to certify, and whatever else ZTS said of the request: its attributes, cut where they are long.</summary>
internal sealed class RequestedNames
{
    /// <summary>The most characters of a list of names.</summary>
    public const int MaximumList = 4096;

    /// <summary>The most characters of another attribute.</summary>
    public const int MaximumOther = 256;

    /// <summary>The most of the other attributes.</summary>
    public const int MaximumOthers = 24;

    private readonly ImmutableArray<KeyValuePair<string, string>> _others;

    private RequestedNames(ImmutableArray<KeyValuePair<string, string>> others) => _others = others;

    /// <summary>The DNS names, joined with a comma, as ZTS sent them.</summary>
    public string? Dns { get; private init; }

    /// <summary>The IP addresses, likewise.</summary>
    public string? Ips { get; private init; }

    /// <summary>The URIs, likewise.</summary>
    public string? Uris { get; private init; }

    public string? Hostname { get; private init; }

    public string? ClientIp { get; private init; }

    /// <summary>About how many bytes of memory its texts take.</summary>
    public long Bytes =>
        AuditSize.Text(Dns) + AuditSize.Text(Ips) + AuditSize.Text(Uris) + AuditSize.Text(Hostname) + AuditSize.Text(ClientIp)
        + _others.Sum(static other => AuditSize.Text(other.Key) + AuditSize.Text(other.Value));

    /// <summary>Those of a confirmation.</summary>
    public static RequestedNames Of(InstanceConfirmation confirmation)
    {
        var attributes = confirmation.Attributes;
        return new RequestedNames([.. Others(attributes)])
        {
            Dns = List(attributes, AttributeNames.SanDns),
            Ips = List(attributes, AttributeNames.SanIp),
            Uris = List(attributes, AttributeNames.SanUri),
            Hostname = attributes.TryGetValue(AttributeNames.Hostname, out var hostname) ? AuditText.WithoutToken(hostname, AuditText.MaximumName) : null,
            ClientIp = attributes.TryGetValue(AttributeNames.ClientIp, out var address) ? AuditText.WithoutToken(address, AuditText.MaximumName) : null,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject(AuditNames.Names);
        Write(json, AuditNames.Dns, Dns);
        Write(json, AuditNames.Ips, Ips);
        Write(json, AuditNames.Uris, Uris);
        if (Hostname is not null) json.WriteString(AuditNames.Hostname, Hostname);
        json.WriteEndObject();
        if (ClientIp is not null) json.WriteString(AuditNames.ClientIp, ClientIp);
        if (_others.IsEmpty) return;
        json.WriteStartObject(AuditNames.Requested);
        foreach (var (name, value) in _others) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonEncodedText name, string? list)
    {
        if (string.IsNullOrEmpty(list)) return;
        json.WriteStartArray(name);
        foreach (var item in list.AsSpan().Split(',')) json.WriteStringValue(list.AsSpan()[item].Trim());
        json.WriteEndArray();
    }

    private static string? List(ImmutableDictionary<string, string> attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? AuditText.WithoutToken(value, MaximumList) : null;

    private static List<KeyValuePair<string, string>> Others(ImmutableDictionary<string, string> attributes)
    {
        var others = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in attributes)
        {
            if (name is AttributeNames.InstanceId or AttributeNames.SanDns or AttributeNames.SanIp or AttributeNames.SanUri or AttributeNames.Hostname or AttributeNames.ClientIp) continue;
            others.Add(new(name, value));
        }
        others.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        if (others.Count > MaximumOthers) others.RemoveRange(MaximumOthers, others.Count - MaximumOthers);
        for (var i = 0; i < others.Count; i++)
        {
            others[i] = new(AuditText.WithoutToken(others[i].Key, MaximumOther), AuditText.WithoutToken(others[i].Value, MaximumOther));
        }
        return others;
    }
}
