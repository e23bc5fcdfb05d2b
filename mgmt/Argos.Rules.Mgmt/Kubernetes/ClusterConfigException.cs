namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>The configuration does not say how to reach the API server. Trying again does not help.</summary>
internal sealed class ClusterConfigException(string message, Exception? inner = null) : Exception(message, inner);
