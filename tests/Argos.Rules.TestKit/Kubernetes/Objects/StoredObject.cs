using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Kubernetes.Objects;

/// <summary>One version of one object. Nobody changes <see cref="Json"/>.</summary>
public sealed class StoredObject
{
    internal StoredObject(ResourceKind resource, JsonObject json, long version)
    {
        Resource = resource;
        Version = version;
        var metadata = json["metadata"]!.AsObject();
        metadata["resourceVersion"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Namespace = (string?)metadata["namespace"] ?? "";
        Name = (string)metadata["name"]!;
        Uid = (string)metadata["uid"]!;
        Json = json;
        Text = json.ToJsonString();
    }

    /// <summary>Its type.</summary>
    public ResourceKind Resource { get; }

    /// <summary>Its namespace; empty for a cluster-wide object.</summary>
    public string Namespace { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its uid.</summary>
    public string Uid { get; }

    /// <summary><c>metadata.resourceVersion</c>.</summary>
    public long Version { get; }

    /// <summary>The object.</summary>
    public JsonObject Json { get; }

    /// <summary>The object as JSON text.</summary>
    public string Text { get; }

    internal (string Namespace, string Name) Key => (Namespace, Name);
}

/// <summary>What happened to an object.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</param>
/// <param name="Object">The object after it; for a deletion its last state.</param>
/// <param name="Previous">The object before it.</param>
public sealed record ObjectChange(string Type, StoredObject Object, StoredObject? Previous);
