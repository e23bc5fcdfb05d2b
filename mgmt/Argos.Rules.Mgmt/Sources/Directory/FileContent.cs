using System.Collections.Immutable;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Yaml;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>What one file says.</summary>
internal sealed record FileContent
{
    public static readonly FileContent Nothing = new();

    public ImmutableArray<ConfigMap> Policies { get; init; } = [];

    public ImmutableArray<ConfigMap> Data { get; init; } = [];

    public ImmutableArray<ProjectedObject> Pods { get; init; } = [];

    /// <summary>The objects that cannot be used, each with the reason.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Whether one of them is, or may be, a ConfigMap.</summary>
    public bool MapsAreBroken { get; init; }

    /// <summary>The text of a script or its tests.</summary>
    public string? Script { get; init; }

    /// <summary>The key set.</summary>
    public byte[]? Keys { get; init; }
}

/// <summary>A file as it was read last.</summary>
/// <param name="Hash">Of its bytes: an equal file is not read again.</param>
/// <param name="Content">What it says, or said when it could be read last.</param>
/// <param name="Problem">Why it cannot be read now.</param>
internal sealed record ScannedFile(string Hash, FileContent Content, TextProblem? Problem)
{
    /// <summary>Whether nobody knows which policies and data it has: it could not be read from the first look on.</summary>
    public bool IsUnknown { get; init; }
}
