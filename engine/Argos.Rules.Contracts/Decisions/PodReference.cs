namespace Argos.Rules.Contracts.Decisions;

/// <summary>A pod that a policy looked at, by what tells it from every other pod and every other state of it.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="ResourceVersion">The version of the object that was replicated; empty when the source did not say.</param>
public sealed record PodReference(string Namespace, string Name, string Uid, string ResourceVersion);
