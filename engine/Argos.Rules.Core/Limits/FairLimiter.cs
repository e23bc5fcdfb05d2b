namespace Argos.Rules.Core.Limits;

/// <summary>
/// Bounds what is in use at the same time, and how often it may be taken in a second, so that nobody can take away what the others
/// are due: each party has a share. Beyond its share a party is served only while at least half of the whole is free, so that nothing
/// lies idle while one party alone has work.
/// </summary>
/// <param name="capacity">How much may be in use.</param>
/// <param name="perSecond">How much may be taken in a second, on average; <see langword="null"/> for any amount.</param>
/// <param name="clock">The time; monotonic.</param>
internal sealed class FairLimiter(long capacity, double? perSecond, TimeProvider clock)
{
    /// <summary>How many parties are told apart; those beyond share one pot.</summary>
    private const int MaximumPots = 8192;

    private readonly Lock _lock = new();
    private readonly Dictionary<Party, Pot> _pots = [];
    private readonly Pot _whole = new(default, capacity, perSecond, clock.GetTimestamp());

    /// <summary>How much is in use.</summary>
    public long InUse
    {
        get
        {
            lock (_lock) return _whole.InUse;
        }
    }

    /// <summary>How many parties are remembered.</summary>
    internal int Remembered
    {
        get
        {
            lock (_lock) return _pots.Count;
        }
    }

    /// <summary>Takes an amount for some parties, which is given back when the lease is disposed; <see langword="null"/> when there is not so much for them now.</summary>
    public IDisposable? TryTake(long amount, params ReadOnlySpan<FairShare> shares)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            _whole.Refill(now, clock);
            if (!_whole.HasRoomFor(amount)) return null;
            var pots = new Pot[shares.Length];
            var within = true;
            for (var i = 0; i < pots.Length; i++)
            {
                pots[i] = PotOf(shares[i], now);
                within &= pots[i].HasRoomFor(amount);
            }
            if (!within && !_whole.IsHalfFreeAfter(amount))
            {
                foreach (var pot in pots) Forget(pot);
                return null;
            }
            _whole.Take(amount);
            foreach (var pot in pots) pot.Take(amount);
            return new Lease(this, pots, amount);
        }
    }

    private void Return(Pot[] pots, long amount)
    {
        lock (_lock)
        {
            _whole.InUse -= amount;
            foreach (var pot in pots)
            {
                pot.InUse -= amount;
                Forget(pot);
            }
        }
    }

    private Pot PotOf(FairShare share, long now)
    {
        var party = share.Party;
        if (!_pots.TryGetValue(party, out var pot))
        {
            if (_pots.Count >= MaximumPots) Sweep(now);
            if (_pots.Count >= MaximumPots) party = new Party(party.Kind, "*");
            if (!_pots.TryGetValue(party, out pot)) _pots[party] = pot = new Pot(party, Math.Max(1, (long)(capacity * share.Part)), perSecond * share.Part, now);
        }
        pot.Refill(now, clock);
        return pot;
    }

    /// <summary>Without a rate a pot that has nothing in use is as good as a new one.</summary>
    private void Forget(Pot pot)
    {
        if (perSecond is null && pot.InUse == 0) _pots.Remove(pot.Party);
    }

    private void Sweep(long now)
    {
        foreach (var pot in _pots.Values)
        {
            pot.Refill(now, clock);
            if (pot.IsIdle) _pots.Remove(pot.Party);
        }
    }

    private sealed class Lease(FairLimiter limiter, Pot[] pots, long amount) : IDisposable
    {
        private FairLimiter? _limiter = limiter;

        public void Dispose() => Interlocked.Exchange(ref _limiter, null)?.Return(pots, amount);
    }

    private sealed class Pot
    {
        private readonly long _capacity;
        private readonly double _perSecond;
        private double _left;
        private long _last;

        public Pot(Party party, long capacity, double? perSecond, long now)
        {
            Party = party;
            _capacity = capacity;
            _perSecond = perSecond is { } rate ? Math.Max(1, rate) : double.PositiveInfinity;
            (_left, _last) = (_perSecond, now);
        }

        public Party Party { get; }

        public long InUse { get; set; }

        public bool IsIdle => InUse == 0 && _left >= _perSecond;

        public bool HasRoomFor(long amount) => InUse + amount <= _capacity && _left >= amount;

        public bool IsHalfFreeAfter(long amount) => 2 * (InUse + amount) <= _capacity && (double.IsInfinity(_left) || 2 * (_left - amount) >= _perSecond);

        public void Refill(long now, TimeProvider clock)
        {
            if (!double.IsInfinity(_perSecond)) _left = Math.Min(_perSecond, _left + (clock.GetElapsedTime(_last, now).TotalSeconds * _perSecond));
            _last = now;
        }

        public void Take(long amount)
        {
            InUse += amount;
            // What is taken beyond a share is owed, but not for more than a second.
            if (!double.IsInfinity(_left)) _left = Math.Max(-_perSecond, _left - amount);
        }
    }
}
