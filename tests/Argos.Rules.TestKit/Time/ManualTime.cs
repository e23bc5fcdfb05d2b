namespace Argos.Rules.TestKit.Time;

/// <summary>
/// A clock that moves only when told to. Timers and delays fire inside <see cref="Advance"/>, in the order they are due,
/// on the thread that advances.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<Waiter> _waiters = [];
    private DateTimeOffset _now;
    private TimeSpan _jumped;
    private long _order;

    /// <summary>Starts at 2026-01-01 00:00 UTC unless told otherwise.</summary>
    public ManualTime(DateTimeOffset? start = null)
    {
        Start = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _now = Start;
    }

    /// <summary>Where the clock began.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => GetUtcNow();

    /// <summary>The number of timers that are waiting to fire.</summary>
    public int ActiveTimers
    {
        get { lock (_gate) return _timers.Count; }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate) return (_now - Start - _jumped).Ticks;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward and fires what becomes due on the way, timers made meanwhile included.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target;
        lock (_gate) target = _now + by;
        while (TakeDue(target) is { } due) due.Fire();
        lock (_gate) _now = target > _now ? target : _now;
    }

    /// <summary>Moves the clock forward to a point in time; does nothing when it has passed.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        var by = time - GetUtcNow();
        if (by > TimeSpan.Zero) Advance(by);
    }

    /// <summary>Sets the wall clock without firing anything, as an operator or NTP would, even backwards.</summary>
    public void Jump(DateTimeOffset time)
    {
        lock (_gate)
        {
            var by = time - _now;
            foreach (var timer in _timers) timer.Due += by;
            _jumped += by;
            _now = time;
        }
    }

    /// <summary>Completes when at least <paramref name="count"/> timers wait: the code under test has reached its delay.</summary>
    public Task WaitForTimersAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate) return WaitAsync(() => _timers.Count >= count, cancellationToken);
    }

    /// <summary>
    /// Completes when a timer waits that is due in exactly <paramref name="due"/>: it tells one delay from those of whatever
    /// else runs on this clock.
    /// </summary>
    public Task WaitForTimerAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        lock (_gate) return WaitAsync(() => _timers.Exists(timer => timer.Due - _now == due), cancellationToken);
    }

    private Task WaitAsync(Func<bool> holds, CancellationToken cancellationToken)
    {
        if (holds()) return Task.CompletedTask;
        var waiter = new Waiter(holds, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiters.Add(waiter);
        return waiter.Reached.Task.WaitAsync(cancellationToken);
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var due = _timers.Where(t => t.Due <= target).MinBy(t => (t.Due, t.Order));
            if (due is null) return null;
            if (due.Due > _now) _now = due.Due;
            if (due.Period > TimeSpan.Zero) due.Due += due.Period;
            else _timers.Remove(due);
            return due;
        }
    }

    private sealed record Waiter(Func<bool> Holds, TaskCompletionSource Reached);

    private sealed class ManualTimer(ManualTime clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public long Order { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed) return false;
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock._now + dueTime;
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                Order = clock._order++;
                clock._timers.Add(this);
                foreach (var waiter in clock._waiters.Where(w => w.Holds())) waiter.Reached.TrySetResult();
                clock._waiters.RemoveAll(w => w.Reached.Task.IsCompleted);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
