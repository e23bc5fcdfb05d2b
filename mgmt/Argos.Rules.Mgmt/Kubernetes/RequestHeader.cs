namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>A header of each request; one that is repeated has several.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, of printable ASCII.</param>
internal sealed record RequestHeader(string Name, string Value);
