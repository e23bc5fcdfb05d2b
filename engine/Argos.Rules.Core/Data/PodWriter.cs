using System.Globalization;
using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Core.Data;

/// <summary>
/// Writes the typed fields of a pod in Kubernetes' JSON shape; what is empty is left out, as Kubernetes does. The members are in ordinal order, as mgmt sends them,
/// so that most pods are known by their bytes to be described completely.
/// </summary>
internal static class PodWriter
{
    public static void Write(Utf8JsonWriter writer, Pod pod, PodShape shape)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("metadata"u8);
        Time(writer, "creationTimestamp", pod.CreatedAt);
        Time(writer, "deletionTimestamp", pod.DeletedAt);
        Labels(writer, pod);
        writer.WriteString("name"u8, pod.Name);
        writer.WriteString("namespace"u8, pod.Namespace);
        Text(writer, "resourceVersion", pod.ResourceVersion);
        Text(writer, "uid", pod.Uid);
        writer.WriteEndObject();
        if (pod.ServiceAccount.Length > 0 || pod.Node.Length > 0 || pod.HostNetwork) Spec(writer, pod);
        if (pod.Phase.Length > 0 || pod.StartedAt is not null || pod.Ips.Count > 0 || pod.HostIps.Count > 0) Status(writer, pod, shape);
        writer.WriteEndObject();
    }

    private static void Spec(Utf8JsonWriter writer, Pod pod)
    {
        writer.WriteStartObject("spec"u8);
        if (pod.HostNetwork) writer.WriteBoolean("hostNetwork"u8, true);
        Text(writer, "nodeName", pod.Node);
        Text(writer, "serviceAccountName", pod.ServiceAccount);
        writer.WriteEndObject();
    }

    private static void Status(Utf8JsonWriter writer, Pod pod, PodShape shape)
    {
        writer.WriteStartObject("status"u8);
        if (shape.HostIp) First(writer, "hostIP", pod.HostIps);
        if (shape.HostIps) List(writer, "hostIPs", pod.HostIps);
        Text(writer, "phase", pod.Phase);
        if (shape.PodIp) First(writer, "podIP", pod.Ips);
        if (shape.PodIps) List(writer, "podIPs", pod.Ips);
        Time(writer, "startTime", pod.StartedAt);
        writer.WriteEndObject();
    }

    private static void Labels(Utf8JsonWriter writer, Pod pod)
    {
        if (pod.Labels.Count == 0) return;
        writer.WriteStartObject("labels"u8);
        foreach (var (name, value) in pod.Labels) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0) writer.WriteString(name, value);
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known) writer.WriteString(name, known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static void First(Utf8JsonWriter writer, string name, IpSet addresses)
    {
        if (addresses.Count > 0) writer.WriteString(name, addresses.First().ToString());
    }

    private static void List(Utf8JsonWriter writer, string name, IpSet addresses)
    {
        writer.WriteStartArray(name);
        foreach (var address in addresses)
        {
            writer.WriteStartObject();
            writer.WriteString("ip"u8, address.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
