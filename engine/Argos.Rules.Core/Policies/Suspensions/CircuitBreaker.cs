namespace Argos.Rules.Core.Policies.Suspensions;

/// <summary>
/// Counts used-up budgets. Open, it lets one evaluation through now and then; one that ends properly closes it. Times are those
/// of a clock that never goes back. Not safe for several threads.
/// </summary>
internal sealed class CircuitBreaker
{
    private int _count;
    private bool _open;
    private TimeSpan _first;
    private TimeSpan _trial;

    /// <summary>When the last budget was used up.</summary>
    public TimeSpan Last { get; private set; }

    public bool IsOpen(BreakerRule rule, TimeSpan now) => _open && now - Last < rule.Window;

    /// <summary>Whether an evaluation may run now. Asking takes the trial that is due.</summary>
    public bool MayRun(BreakerRule rule, TimeSpan now)
    {
        if (!IsOpen(rule, now)) return true;
        if (now < _trial) return false;
        _trial = now + rule.Trial;
        return true;
    }

    /// <summary>A budget was used up.</summary>
    /// <returns>Whether that opened the circuit.</returns>
    public bool Exhausted(BreakerRule rule, TimeSpan now)
    {
        if (!IsOpen(rule, now)) _open = false;
        if (_count == 0 || now - _first >= rule.Window) (_first, _count) = (now, 0);
        _count++;
        Last = now;
        if (_open || rule.Exhaustions == 0 || _count < rule.Exhaustions) return false;
        _open = true;
        _trial = now + rule.Trial;
        return true;
    }

    /// <summary>Starts again.</summary>
    public void Close() => (_open, _count) = (false, 0);
}
