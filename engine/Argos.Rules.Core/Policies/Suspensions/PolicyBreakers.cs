using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.Policies.Suspensions;

/// <summary>
/// Which callers of a policy keep using up its budget, and whether all do. It belongs to a text of a policy: a new text starts
/// with none.
/// </summary>
internal sealed class PolicyBreakers
{
    /// <summary>Beyond it, the one that was quiet longest is forgotten.</summary>
    private const int MaximumCallers = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<Caller, CircuitBreaker> _callers = [];
    private readonly CircuitBreaker _whole = new();
    private volatile bool _any;
    private TimeSpan _last;

    /// <summary>Whether nothing is known against anybody, which is the rule.</summary>
    public bool IsClean => !_any;

    /// <summary>Why the policy may not run now for a caller; <see langword="null"/> when it may.</summary>
    public SuspensionScope? Refusal(Caller caller, SuspensionOptions options, TimeSpan now)
    {
        lock (_gate)
        {
            if (now - _last >= options.Policy.Window)
            {
                Forget();
                return null;
            }
            var known = _callers.TryGetValue(caller, out var circuit);
            // Who has used up a budget lately is not a trial for the others.
            if (_whole.IsOpen(options.Policy, now)) return known || !_whole.MayRun(options.Policy, now) ? SuspensionScope.Policy : null;
            return known && !circuit!.MayRun(options.Caller, now) ? SuspensionScope.Caller : null;
        }
    }

    /// <summary>A caller used up the budget.</summary>
    /// <returns>What is suspended by that; <see langword="null"/> when nothing more is.</returns>
    public SuspensionScope? Exhausted(Caller caller, SuspensionOptions options, TimeSpan now)
    {
        lock (_gate)
        {
            _last = now;
            _any = true;
            if (!_callers.TryGetValue(caller, out var circuit))
            {
                MakeRoom();
                _callers.Add(caller, circuit = new CircuitBreaker());
            }
            var one = circuit.Exhausted(options.Caller, now);
            if (_whole.Exhausted(options.Policy, now)) return SuspensionScope.Policy;
            return one ? SuspensionScope.Caller : null;
        }
    }

    /// <summary>An evaluation ended by itself.</summary>
    /// <returns>What is over by that; <see langword="null"/> when nothing was suspended.</returns>
    public SuspensionScope? Completed(Caller caller, SuspensionOptions options, TimeSpan now)
    {
        lock (_gate)
        {
            var whole = _whole.IsOpen(options.Policy, now);
            // Only exhaustions in a row speak against the policy itself.
            _whole.Close();
            if (whole) return SuspensionScope.Policy;
            // A caller's do not have to be in a row: cheap requests between the hostile ones would hide them.
            if (!_callers.TryGetValue(caller, out var circuit) || !circuit.IsOpen(options.Caller, now)) return null;
            _callers.Remove(caller);
            return SuspensionScope.Caller;
        }
    }

    /// <summary>What is suspended now; <see langword="null"/> when nothing is.</summary>
    public SuspensionStatus? Status(SuspensionOptions options, TimeSpan now)
    {
        if (IsClean) return null;
        lock (_gate)
        {
            var whole = _whole.IsOpen(options.Policy, now);
            var callers = _callers.Values.Count(c => c.IsOpen(options.Caller, now));
            return whole || callers > 0 ? new SuspensionStatus(whole, callers) : null;
        }
    }

    private void MakeRoom()
    {
        if (_callers.Count >= MaximumCallers) _callers.Remove(_callers.MinBy(static c => c.Value.Last).Key);
    }

    private void Forget()
    {
        _callers.Clear();
        _whole.Close();
        _any = false;
    }
}
