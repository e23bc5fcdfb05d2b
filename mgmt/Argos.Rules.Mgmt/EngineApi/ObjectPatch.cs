using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>Changed pods as JSON Patch (RFC 6902), in batches of a bounded size; the engine takes each as a whole.</summary>
internal static class ObjectPatch
{
    private const int MaximumOperations = 500;
    private const int MaximumBytes = 512 * 1024;

    /// <summary>Cuts changes into batches.</summary>
    public static IEnumerable<ArraySegment<KeyValuePair<ObjectName,
    ProjectedObject?>>> Batches(KeyValuePair<ObjectName, ProjectedObject?>[] changes)
    {
        var (start, bytes) = (0, 0);
        for (var i = 0; i < changes.Length; i++)
        {
            bytes += changes[i].Value?.Size ?? 0;
            if (i + 1 - start < MaximumOperations && bytes < MaximumBytes) continue;
            yield return new(changes, start, i + 1 - start);
            (start, bytes) = (i + 1, 0);
        }
        if (start < changes.Length) yield return new(changes, start, changes.Length - start);
    }

    /// <summary>The body of one batch.</summary>
    public static byte[] Write(DataPath root, IEnumerable<KeyValuePair<ObjectName, ProjectedObject?>> changes) =>
        CanonicalJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var (name, pod) in changes) Write(writer, root, name, pod);
        writer.WriteEndArray();
    });

    private static string PointerOf(DataPath root, ObjectName name) => (name.Namespace.Length == 0 ? root : root.Append(name.Namespace)).Append(name.Name).ToPointer();

    private static void Write(Utf8JsonWriter writer, DataPath root, ObjectName name, ProjectedObject? pod)
    {
        writer.WriteStartObject();
        writer.WriteString("op", pod is null ? "remove" : "add");
        writer.WriteString("path", PointerOf(root, name));
        if (pod is not null)
        {
            writer.WritePropertyName("value");
            writer.WriteRawValue(pod.Json, skipInputValidation: true);
        }
        writer.WriteEndObject();
    }
}
