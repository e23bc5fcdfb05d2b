using System.Text.Json;

namespace Argos.Rules.Core.Data;

/// <summary>Which of the members that say the same thing twice a pod's JSON has.</summary>
internal readonly record struct PodShape(bool PodIp, bool PodIps, bool HostIp, bool HostIps)
{
    public static PodShape Of(JsonElement pod) =>
        pod.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
            ? new PodShape(
                status.TryGetProperty("podIP", out _),
                status.TryGetProperty("podIPs", out _),
                status.TryGetProperty("hostIP", out _),
                status.TryGetProperty("hostIPs", out _))
            : default;
}
