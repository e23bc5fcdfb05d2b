namespace Argos.Rules.Mgmt.Sources;

/// <summary>How the cluster's key set is kept.</summary>
internal sealed record KeysOptions
{
    /// <summary>How often it is fetched, in seconds; 0 for never, when the cluster's tokens are not used.</summary>
    public int RefreshSeconds { get; init; } = 600;

    /// <summary>A file that holds it, for a cluster that does not serve it; read as often.</summary>
    public string File { get; init; } = "";

    /// <summary>The key of a ConfigMap that holds it, likewise, as <c>namespace/name/key</c>.</summary>
    public string ConfigMap { get; init; } = "";
}
