using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Argos.Rules.Sandbox.Metering;

/// <summary>
/// The budgets of the evaluation that runs on this thread. The fields are per thread and not in an object: the instrumented
/// code counts down on each function entry and loop turn.
/// </summary>
internal static class Meter
{
    /// <summary>The steps between two looks at the clock.</summary>
    private const int Slice = 256;

    /// <summary>How often the processor time is looked at within a budget of time.</summary>
    private const int Looks = 8;

    [ThreadStatic]
    private static int _slice;

    [ThreadStatic]
    private static long _steps;

    [ThreadStatic]
    private static long _bytes;

    [ThreadStatic]
    private static nint _stackFloor;

    [ThreadStatic]
    private static long _deadline;

    [ThreadStatic]
    private static TimeSpan? _usedAtFirstLook;

    [ThreadStatic]
    private static Budget? _budget;

    [ThreadStatic]
    private static Usage _last;

    [ThreadStatic]
    private static Usage _total;

    /// <summary>What the last evaluation on this thread used.</summary>
    public static Usage Last => _last;

    /// <summary>What all evaluations on this thread used together.</summary>
    public static Usage Total => _total;

    /// <summary>Begins an evaluation.</summary>
    public static void Start(Budget budget)
    {
        if (_budget is not null) throw new InvalidOperationException("an evaluation is already running on this thread");
        _budget = budget;
        _slice = 0;
        _steps = budget.Steps;
        _bytes = budget.Bytes;
        _stackFloor = Stack() - budget.StackBytes;
        _deadline = NextLook(budget.Time);
        _usedAtFirstLook = null;
    }

    /// <summary>Ends it, however it went.</summary>
    public static void Stop()
    {
        if (_budget is not { } budget) return;
        _last = new Usage(budget.Steps - _steps - Math.Max(_slice, 0), budget.Bytes - Math.Max(_bytes, 0));
        _total = new Usage(_total.Steps + _last.Steps, _total.Bytes + _last.Bytes);
        _budget = null;
        // Code of a policy that runs outside an evaluation has no budget at all.
        (_slice, _steps, _bytes) = (0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step()
    {
        if (--_slice < 0) Refill(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Steps(long count)
    {
        if (count < _slice) _slice -= (int)count;
        else Refill(count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bytes(long count)
    {
        if ((_bytes -= count) < 0) ThrowBytes();
    }

    public static void Enter()
    {
        if (--_slice < 0) Refill(1);
        if (Stack() < _stackFloor || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) ThrowStack();
    }

    /// <summary>The address of about the caller's frame.</summary>
    private static nint Stack()
    {
        byte here = 0;
        return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref here);
    }

    private static void Refill(long count)
    {
        // What is left of the slice goes back first; `Step` has already taken its one.
        _steps += Math.Max(_slice, 0);
        _slice = 0;
        if (_steps < count) ThrowSteps();
        _steps -= count;
        if (Stopwatch.GetTimestamp() > _deadline) PastDeadline();
        _slice = (int)Math.Min(Slice, _steps);
        _steps -= _slice;
    }

    /// <summary>
    /// The clock on the wall only says when to look closer: a thread that was kept from running, by a busy machine or a CPU
    /// limit, has used up nothing, and must not be refused for it.
    /// </summary>
    private static void PastDeadline()
    {
        var budget = _budget?.Time ?? TimeSpan.Zero;
        if (ThreadClock.Used() is not { } used) ThrowTime();
        // The clock of the thread is too dear to read at each start. Up to the first look the thread cannot have used more than one part.
        else if (_usedAtFirstLook is not { } before) _usedAtFirstLook = used;
        else if (used - before > budget * (Looks - 1) / Looks) ThrowTime();
        _deadline = NextLook(budget);
    }

    private static long NextLook(TimeSpan budget) => Stopwatch.GetTimestamp() + (long)(budget.TotalSeconds * Stopwatch.Frequency / Looks);

    private static void ThrowSteps() =>
        throw new BudgetExhaustedException("steps", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {_budget?.Steps ?? 0} steps"));

    private static void ThrowBytes() =>
        throw new BudgetExhaustedException("memory", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {_budget?.Bytes ?? 0} bytes"));

    private static void ThrowStack() =>
        throw new BudgetExhaustedException("stack", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {_budget?.StackBytes ?? 0} bytes of stack"));

    private static void ThrowTime() =>
        throw new BudgetExhaustedException("time", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {_budget?.Time.TotalMilliseconds ?? 0} ms"));
}
