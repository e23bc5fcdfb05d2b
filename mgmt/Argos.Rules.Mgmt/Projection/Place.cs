using System.Collections.Concurrent;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>A namespace of a collection: one object for all that is in it. There are as many as there were namespaces.</summary>
/// <param name="Root">The collection's place in the engine's data.</param>
/// <param name="Namespace">The namespace; empty for a resource without.</param>
internal sealed record Place(string Root, string Namespace)
{
    private static readonly ConcurrentDictionary<(string Root, string Namespace), Place> Known = new();

    public static Place Of(string root, string @namespace) => Known.GetOrAdd((root, @namespace), static key => new Place(key.Root, key.Namespace));
}
