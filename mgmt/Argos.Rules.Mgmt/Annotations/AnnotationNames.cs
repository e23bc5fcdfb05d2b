namespace Argos.Rules.Mgmt.Annotations;

/// <summary>The annotations that mgmt reads and writes.</summary>
internal static class AnnotationNames
{
    /// <summary>Where the data of a ConfigMap goes; written by its author.</summary>
    public const string Path = "argos.athenz.io/path";

    /// <summary>What became of a ConfigMap's keys, by replica; written by mgmt.</summary>
    public const string Status = "argos.athenz.io/status";
}
