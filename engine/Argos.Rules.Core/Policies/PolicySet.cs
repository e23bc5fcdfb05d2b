using System.Collections.Concurrent;
using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Core.Policies;

/// <summary>The policies in force, in order of id. Immutable; the order of loading leaves no trace.</summary>
internal sealed class PolicySet
{
    // Provider names come from outside; what is beyond the limit is matched again each time.
    private const int MaximumCached = 1024;

    private readonly ImmutableSortedDictionary<string, ActivePolicy> _byId;
    private readonly ConcurrentDictionary<string, ImmutableArray<ActivePolicy>> _matching = new(StringComparer.Ordinal);
    private readonly Lazy<(ProviderGlob[] Globs, ActivePolicy Policy)[]> _compiled;
    private readonly ConcurrentDictionary<string, ProviderPolicies> _providers = new(StringComparer.Ordinal);
    private readonly Lazy<string> _digest;
    private int _cached;
    private int _checked;

    private PolicySet(ImmutableSortedDictionary<string, ActivePolicy> byId)
    {
        _byId = byId;
        _digest = new Lazy<string>(() => PolicyHashes.Of(_byId.Values).Hex);
        AnyEnforced = byId.Values.Any(static policy => !policy.FrontMatter.Shadow);
        _compiled = new Lazy<(ProviderGlob[], ActivePolicy)[]>(
            () => [.. _byId.Values.Select(static p => (p.FrontMatter.Providers.Select(static g => new ProviderGlob(g)).ToArray(), p))]);
    }

    public static PolicySet Empty { get; } = new(ImmutableSortedDictionary.Create<string, ActivePolicy>(StringComparer.Ordinal));

    public int Count => _byId.Count;

    /// <summary>The digest of all of them, with their tests.</summary>
    public string Digest => _digest.Value;

    /// <summary>Whether there is a policy that decides.</summary>
    public bool AnyEnforced { get; }

    /// <summary>All policies, in order of id.</summary>
    public IEnumerable<ActivePolicy> All => _byId.Values;

    public ActivePolicy? Find(string id) => _byId.GetValueOrDefault(id);

    public PolicySet With(ActivePolicy policy) => new(_byId.SetItem(policy.Id, policy));

    public PolicySet Without(string id) => new(_byId.Remove(id));

    /// <summary>The policies that apply to a provider, in order of id; found once per provider, so that policies for others cost nothing.</summary>
    public ImmutableArray<ActivePolicy> Matching(string provider)
    {
        if (_matching.TryGetValue(provider, out var known)) return known;
        var found = Match(provider);
        if (Volatile.Read(ref _cached) < MaximumCached && _matching.TryAdd(provider, found)) Interlocked.Increment(ref _cached);
        return found;
    }

    /// <summary>The policies that apply to a provider with this settings document, and what they say of it; found once for each content.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="document">Its settings document; a missing value when there is none.</param>
    public ProviderPolicies For(string provider, DataValue document)
    {
        if (_providers.TryGetValue(provider, out var known) && known.IsOf(document)) return known;
        var found = ProviderPolicies.Find(this, provider, document);
        if (known is not null) _providers[provider] = found;
        else if (Volatile.Read(ref _checked) < MaximumCached && _providers.TryAdd(provider, found)) Interlocked.Increment(ref _checked);
        return found;
    }

    private ImmutableArray<ActivePolicy> Match(string provider)
    {
        var found = ImmutableArray.CreateBuilder<ActivePolicy>();
        foreach (var (globs, policy) in _compiled.Value)
        {
            if (Array.Exists(globs, glob => glob.IsMatch(provider))) found.Add(policy);
        }
        return found.ToImmutable();
    }
}
