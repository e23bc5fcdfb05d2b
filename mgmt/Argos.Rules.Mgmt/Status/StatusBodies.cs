using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Status;

/// <summary>What is sent to the API server to report a status.</summary>
internal static class StatusBodies
{
    /// <summary>Sets the annotation, or takes it away, provided that the object has not changed since it was read: else a replica could undo another's entry.</summary>
    public static byte[] Patch(string? annotation, string resourceVersion) => Bytes(new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["resourceVersion"] = resourceVersion,
            ["annotations"] = new JsonObject { [AnnotationNames.Status] = annotation },
        },
    });

    /// <summary>
    /// The event about a ConfigMap with a key that is not in force, and its name: the same for the same failure, whichever replica reports
    /// it.
    /// </summary>
    public static (string Name, byte[] Body) Event(ConfigMap map, ReplicaStatus status, string replica, DateTimeOffset now)
    {
        var (key, failed) = status.Keys.First(static key => key.Value.State != KeyStates.Active);
        var first = failed.Errors is { IsDefaultOrEmpty: false } errors ? errors[0] : null;
        var place = first?.Location is { } location ? $"({location.Row},{location.Col})" : "";
        var message = $"{key}{place}: {first?.Code}: {first?.Message}";
        var time = Time(now);
        var (space, called) = (map.Name.Namespace, map.Name.Name);
        var name = $"{Short(called)}.{SetDigest.HashOf($"{map.Name}", Encoding.UTF8.GetBytes($"{failed.Hash}\n{message}")).ToString("x32", CultureInfo.InvariantCulture)[..16]}";
        return (name, Bytes(new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
            // Who describes an object asks for the events with its uid.
            ["involvedObject"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["namespace"] = space, ["name"] = called, ["uid"] = map.Uid },
            ["type"] = "Warning",
            ["reason"] = failed.State == KeyStates.Refused ? "SettingsRefused" : "NotInForce",
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = "argos-mgmt", ["host"] = replica },
            ["firstTimestamp"] = time,
            ["lastTimestamp"] = time,
            ["count"] = 1,
        }));
    }

    /// <summary>What changes of an event that is there already.</summary>
    public static byte[] Again(int count, DateTimeOffset now) => Bytes(new JsonObject { ["lastTimestamp"] = Time(now), ["count"] = count });

    private static string Time(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // A name has at most 253 characters.
    private static string Short(string name) => name.Length <= 200 ? name : name[..200].TrimEnd('.', '-');

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
