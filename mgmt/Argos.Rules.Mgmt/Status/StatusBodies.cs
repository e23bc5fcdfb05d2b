using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Status;

/// <summary>What is sent to the API server to tell a status.</summary>
internal static class StatusBodies
{
    /// <summary>Sets the annotation, provided that the object has not changed since it was read: else a replica could undo another's entry.</summary>
    public static byte[] Patch(string annotation, string resourceVersion) => Bytes(new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["resourceVersion"] = resourceVersion,
            ["annotations"] = new JsonObject { [AnnotationNames.Status] = annotation },
        },
    });

    /// <summary>The event about a ConfigMap with a key that is not in force.</summary>
    public static byte[] Event(ObjectName map, ReplicaStatus status, string replica, DateTimeOffset now)
    {
        var (key, failed) = status.Keys.First(static key => key.Value.State != KeyStates.Active);
        var first = failed.Errors is { IsDefaultOrEmpty: false } errors ? errors[0] : null;
        var place = first?.Location is { } location ? $"({location.Row},{location.Col})" : "";
        var time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return Bytes(new JsonObject
        {
            ["metadata"] = new JsonObject { ["generateName"] = "argos-mgmt-", ["namespace"] = map.Namespace },
            ["involvedObject"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["namespace"] = map.Namespace, ["name"] = map.Name },
            ["type"] = "Warning",
            ["reason"] = "NotInForce",
            ["message"] = $"{key}{place}: {first?.Code}: {first?.Message}",
            ["source"] = new JsonObject { ["component"] = "argos-mgmt", ["host"] = replica },
            ["firstTimestamp"] = time,
            ["lastTimestamp"] = time,
            ["count"] = 1,
        });
    }

    private static byte[] Bytes(JsonObject body) => System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
}
