using System.Diagnostics;
using System.Globalization;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Counts what the policies of one evaluation use together, on this thread. Looked at between two policies: each is within its own budget, so the
/// sum is passed by one of them at most.
/// </summary>
internal struct EvaluationMeter(EvaluationBudget budget)
{
    private readonly Usage _before = Meter.Total;
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan? _used;

    /// <summary>Why no further policy may be run; <see langword="null"/> while there is something left.</summary>
    public string? Problem()
    {
        var (steps, bytes) = (Meter.Total.Steps - _before.Steps, Meter.Total.Bytes - _before.Bytes);
        if (steps > budget.Steps) return Reported($"{budget.Steps} steps");
        if (bytes > budget.Bytes) return Reported($"{budget.Bytes} bytes");
        return IsTimeUsedUp() ? Reported($"{budget.Time.TotalMilliseconds} ms") : null;
    }

    // The clock on the wall only says when to look closer: a busy machine must not turn a yes into a no.
    private bool IsTimeUsedUp()
    {
        if (Stopwatch.GetElapsedTime(_started) <= budget.Time / 4) return false;
        if (ThreadClock.Used() is not { } used) return Stopwatch.GetElapsedTime(_started) > budget.Time;
        if (_used is { } before) return used - before > budget.Time * 3 / 4;
        _used = used;
        return false;
    }

    private static string Reported(FormattableString limit) =>
        $"not run: the policies before it used up the budget of one evaluation, {limit.ToString(CultureInfo.InvariantCulture)}";
}
