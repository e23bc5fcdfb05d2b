using System.Collections.Immutable;

namespace Argos.Rules.Engine.Sync;

/// <summary>What the engine wants fetched again at the origin; handed out once, with the next accepted declaration.</summary>
internal sealed class RefreshRequests
{
    private const int Maximum = 16;

    private ImmutableSortedSet<string> _roots = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Asks for a root such as <c>kubernetes/keys</c>. Beyond a few different ones the rest is dropped: it will be asked for again.</summary>
    public void Request(string root) => ImmutableInterlocked.Update(ref _roots, static (roots, one) => roots.Count < Maximum ? roots.Add(one) : roots, root);

    public ImmutableArray<string> Take() => [.. Interlocked.Exchange(ref _roots, ImmutableSortedSet.Create<string>(StringComparer.Ordinal))];
}
