namespace Argos.Rules.Mgmt.Projection;

/// <summary>A namespace of a collection: one object for all that is in it.</summary>
/// <param name="Table">What its objects are packed with.</param>
/// <param name="Root">The collection's place in the engine's data.</param>
/// <param name="Namespace">The namespace; empty for a resource without.</param>
internal sealed record NamespaceKey(StringTable Table, string Root, string Namespace);
