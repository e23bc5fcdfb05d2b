namespace Argos.Rules.Mgmt.Status;

/// <summary>How the result is reported to the authors of ConfigMaps.</summary>
internal sealed record StatusOptions
{
    /// <summary><c>annotation</c>: written to each ConfigMap; <c>off</c>: only to the log.</summary>
    public string Mode { get; init; } = "annotation";

    /// <summary>The name of this replica in the annotation; the host's name when not set, which in a pod is the pod's.</summary>
    public string Replica { get; init; } = Environment.MachineName;
}
