namespace Argos.Rules.Mgmt.Sources;

/// <summary>How the cluster's key set is kept.</summary>
internal sealed record KeysOptions
{
    /// <summary>How often it is fetched, in seconds; 0 for never, when the cluster's tokens are not used.</summary>
    public int RefreshSeconds { get; init; } = 600;
}
