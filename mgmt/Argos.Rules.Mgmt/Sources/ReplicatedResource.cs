using System.Collections.Immutable;
namespace Argos.Rules.Mgmt.Sources;

/// <summary>A resource whose objects are replicated to <c>&lt;resource&gt;</c> below the path of all that is replicated.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Plural">The name in the path of the API and of the data.</param>
internal sealed record ReplicatedResource(string Group, string Version, string Plural)
{
    /// <summary>What is replicated of an object unless it is configured.</summary>
    public static readonly ImmutableArray<string> DefaultFields = ["metadata.uid", "metadata.labels"];

    public static readonly ReplicatedResource Pods = new("", "v1", "pods");

    /// <summary>Whether its objects have no namespace.</summary>
    public bool IsCluster { get; init; }

    /// <summary>The fields that are replicated, beside name and namespace.</summary>
    public ImmutableArray<string> Fields { get; init; } = DefaultFields;

    /// <summary>The namespaces that are followed; all when empty.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>A label selector for the server; all objects when empty.</summary>
    public string Labels { get; init; } = "";

    /// <summary>A field selector for the server; all objects when empty.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>Reads <c>[group/]version/resource</c>; says what is wrong with it.</summary>
    public static (ReplicatedResource? Resource, string? Problem) Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length is not (2 or 3) || !parts.All(IsName)) return (null, $"`{text}` is not of the form `[group/]version/resource`, such as `v1/services` or `apps/v1/deployments`");
        var read = new ReplicatedResource(parts.Length == 3 ? parts[0] : "", parts[^2], parts[^1]);
        return read.Plural switch
        {
            "pods" => (null, "pods are replicated anyway; leave them out, and see `Source:ExtraPodFields`"),
            "keys" => (null, "`keys` is the place of the cluster's key set; this resource cannot be replicated"),
            "secrets" when read.Group.Length == 0 => (null, "secrets are not replicated: scripts could read them; leave them out"),
            _ => (read, null),
        };
    }

    private static bool IsName(string part) => part.Length is > 0 and <= 253 && part.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-') && char.IsAsciiLetterLower(part[0]);
}
