using System.Collections.Immutable;
using Argos.Rules.Core.Limits;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions;

/// <summary>The places for decisions that wait: bounded, and shared among domains, services and the keys that are waited for.</summary>
internal sealed class WaitingRoom(DecisionOptions options, TimeProvider clock)
{
    /// <summary>How many keys of one decision are looked at: it waits for all of them alike.</summary>
    private const int MaximumKeys = 4;

    private readonly FairLimiter _places = new(options.MaximumWaiting, null, clock);

    /// <summary>How many decisions wait.</summary>
    public int Count => (int)_places.InUse;

    /// <summary>A place, until it is disposed; <see langword="null"/> when there is none for this decision.</summary>
    public IDisposable? TryEnter(PolicyInput input, ImmutableArray<string> keys)
    {
        var shares = new List<FairShare>(2 + MaximumKeys)
        {
            new(Party.Domain(input.Domain), options.WaitingDomainSharePercent / 100.0),
            new(Party.Service(input.Domain, input.Service), options.WaitingServiceSharePercent / 100.0),
        };
        foreach (var key in keys.Distinct(StringComparer.Ordinal).Take(MaximumKeys)) shares.Add(new(Party.Key(key), options.WaitingKeySharePercent / 100.0));
        return _places.TryTake(1, [.. shares]);
    }
}
