namespace Argos.Rules.Mgmt.Sources.Kubernetes;

/// <summary>Where the cluster's key set is had from.</summary>
internal interface IKeySetOrigin
{
    /// <summary>The text of the set.</summary>
    /// <exception cref="Argos.Rules.Mgmt.Kubernetes.ApiException">It cannot be had; the message says why and what to do.</exception>
    Task<byte[]> ReadAsync(CancellationToken cancellationToken);
}
