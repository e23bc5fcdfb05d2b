using Argos.Rules.Sandbox.Metering;


namespace Argos.Rules.Core.Decisions;

/// <summary>
/// What the evaluations of one waiting decision use together: it is evaluated again whenever what it waits for changes, and whoever can make
/// it change must not be given another budget each time. Each evaluation is begun and ended on one thread.
/// </summary>
/// <param name="budget">What they may use.</param>
internal sealed class WaitBudget(EvaluationBudget budget)
{
    private Usage _used;
    private TimeSpan _time;
    private Usage _before;
    private TimeSpan? _clock;

    /// <summary>Whether no further evaluation may begin.</summary>
    public bool IsUsedUp => _used.Steps > budget.Steps || _used.Bytes > budget.Bytes || _time > budget.Time;

    /// <summary>An evaluation begins.</summary>
    public void Begin() => (_before, _clock) = (Meter.Total, ThreadClock.Used());

    /// <summary>It has ended.</summary>
    public void End()
    {
        _used = new Usage(_used.Steps + Meter.Total.Steps - _before.Steps, _used.Bytes + Meter.Total.Bytes - _before.Bytes);
        if (ThreadClock.Used() is { } now && _clock is { } before) _time += now - before;
    }
}
