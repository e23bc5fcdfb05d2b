using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Core.Data;

/// <summary>
/// Reads the typed fields of a pod from Kubernetes' JSON. A field may be missing; one of the wrong type refuses the pod,
/// because a check would take it for missing.
/// </summary>
internal ref struct PodReader
{
    private string? _problem;

    /// <summary>Reads a pod.</summary>
    /// <param name="podNamespace">Its namespace by the path; the object must not say another one.</param>
    /// <param name="name">Its name by the path.</param>
    /// <param name="json">The object.</param>
    /// <param name="whole">What the pod shall offer as its JSON.</param>
    public static (Pod? Pod, string? Problem) Read(string podNamespace, string name, JsonElement json, DataValue whole = default)
    {
        if (json.ValueKind != JsonValueKind.Object) return (null, "it must be an object");
        var reader = new PodReader();
        var metadata = reader.Object(json, "metadata");
        var spec = reader.Object(json, "spec");
        var status = reader.Object(json, "status");
        if (reader.Text(metadata, "namespace") is { Length: > 0 } saidNamespace && saidNamespace != podNamespace) reader.Refuse("`metadata.namespace` is not the namespace of its path");
        if (reader.Text(metadata, "name") is { Length: > 0 } saidName && saidName != name) reader.Refuse("`metadata.name` is not the name of its path");
        var pod = new Pod
        {
            Namespace = Interners.Texts.Intern(podNamespace),
            Name = name,
            Uid = reader.Text(metadata, "uid"),
            ResourceVersion = reader.Text(metadata, "resourceVersion"),
            Labels = reader.Labels(metadata),
            CreatedAt = reader.Time(metadata, "creationTimestamp"),
            DeletedAt = reader.Time(metadata, "deletionTimestamp"),
            StartedAt = reader.Time(status, "startTime"),
            ServiceAccount = Interners.Texts.Intern(reader.Text(spec, "serviceAccountName")),
            Node = Interners.Texts.Intern(reader.Text(spec, "nodeName")),
            HostNetwork = reader.Flag(spec, "hostNetwork"),
            Phase = Interners.Texts.Intern(reader.Text(status, "phase")),
            Ips = reader.Addresses(status, "podIPs", "podIP"),
            HostIps = Interners.Addresses.Intern(reader.Addresses(status, "hostIPs", "hostIP")),
            Json = whole,
        };
        return reader._problem is null ? (pod, null) : (null, reader._problem);
    }

    private void Refuse(string problem) => _problem ??= problem;

    private JsonElement Object(JsonElement parent, string name) => Member(parent, name, JsonValueKind.Object, "an object");

    private string Text(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.String, "a string") is { ValueKind: JsonValueKind.String } member ? member.GetString()! : "";

    private bool Flag(JsonElement parent, string name)
    {
        var member = Member(parent, name, null, "");
        if (member.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False)) Refuse($"`{name}` must be true or false");
        return member.ValueKind == JsonValueKind.True;
    }

    private DateTimeOffset? Time(JsonElement parent, string name)
    {
        var member = Member(parent, name, JsonValueKind.String, "a time");
        if (member.ValueKind != JsonValueKind.String) return null;
        if (ExactTime.TryParse(member.GetString(), out var time)) return time;
        Refuse($"`{name}` must be a time as RFC 3339 writes it");
        return null;
    }

    private TextDictionary Labels(JsonElement metadata)
    {
        var labels = Member(metadata, "labels", JsonValueKind.Object, "an object");
        if (labels.ValueKind != JsonValueKind.Object) return TextDictionary.Empty;
        var read = new List<KeyValuePair<string, string>>();
        foreach (var label in labels.EnumerateObject())
        {
            if (label.Value.ValueKind == JsonValueKind.String)
                read.Add(new(Interners.Texts.Intern(label.Name), Interners.Texts.Intern(label.Value.GetString()!)));
            else Refuse("`labels` must be an object of strings");
        }
        return Interners.Labels.Intern(TextDictionary.From(read));
    }

    private IpSet Addresses(JsonElement status, string plural, string singular)
    {
        var addresses = new List<IpAddress>(2);
        var list = Member(status, plural, JsonValueKind.Array, "a list");
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray()) AddAddress(addresses, Text(item, "ip"));
        }
        AddAddress(addresses, Text(status, singular));
        return addresses.Count == 0 ? IpSet.Empty : new IpSet(addresses);
    }

    private static void AddAddress(List<IpAddress> addresses, string text)
    {
        if (IpAddress.TryParse(text, out var address)) addresses.Add(address);
    }

    /// <summary>A member that is missing or null reads as undefined.</summary>
    private JsonElement Member(JsonElement parent, string name, JsonValueKind? kind, string expected)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return default;
        if (kind is null || member.ValueKind == kind) return member;
        Refuse($"`{name}` must be {expected}");
        return default;
    }
}
