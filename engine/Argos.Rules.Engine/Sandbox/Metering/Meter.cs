using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Argos.Rules.Engine.Sandbox.Metering;

/// <summary>
/// The budgets of the evaluation that runs on this thread. The fields are per thread and not in an object: the instrumented
/// code counts down on each function entry and loop turn.
/// </summary>
internal static class Meter
{
    /// <summary>The steps between two looks at the clock.</summary>
    private const int Slice = 256;

    [ThreadStatic]
    private static int t_slice;

    [ThreadStatic]
    private static long t_steps;

    [ThreadStatic]
    private static long t_bytes;

    [ThreadStatic]
    private static nint t_stackFloor;

    [ThreadStatic]
    private static long t_deadline;

    [ThreadStatic]
    private static Budget? t_budget;

    [ThreadStatic]
    private static Usage t_last;

    /// <summary>What the last evaluation on this thread used.</summary>
    public static Usage Last => t_last;

    /// <summary>Begins an evaluation.</summary>
    public static void Start(Budget budget)
    {
        if (t_budget is not null) throw new InvalidOperationException("an evaluation is already running on this thread");
        t_budget = budget;
        t_slice = 0;
        t_steps = budget.Steps;
        t_bytes = budget.Bytes;
        t_stackFloor = Stack() - budget.StackBytes;
        t_deadline = Stopwatch.GetTimestamp() + (long)(budget.Time.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Ends it, however it went.</summary>
    public static void Stop()
    {
        if (t_budget is not { } budget) return;
        t_last = new Usage(budget.Steps - t_steps - Math.Max(t_slice, 0), budget.Bytes - Math.Max(t_bytes, 0));
        t_budget = null;
        // Code of a policy that runs outside an evaluation has no budget at all.
        (t_slice, t_steps, t_bytes) = (0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step()
    {
        if (--t_slice < 0) Refill(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Steps(long count)
    {
        if (count < t_slice) t_slice -= (int)count;
        else Refill(count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bytes(long count)
    {
        if ((t_bytes -= count) < 0) ThrowBytes();
    }

    public static void Enter()
    {
        if (--t_slice < 0) Refill(1);
        if (Stack() < t_stackFloor || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) ThrowStack();
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
        t_steps += Math.Max(t_slice, 0);
        t_slice = 0;
        if (t_steps < count) ThrowSteps();
        t_steps -= count;
        if (Stopwatch.GetTimestamp() > t_deadline) ThrowTime();
        t_slice = (int)Math.Min(Slice, t_steps);
        t_steps -= t_slice;
    }

    private static void ThrowSteps() =>
        throw new BudgetExhaustedException("steps", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {t_budget?.Steps ?? 0} steps"));

    private static void ThrowBytes() =>
        throw new BudgetExhaustedException("memory", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {t_budget?.Bytes ?? 0} bytes"));

    private static void ThrowStack() =>
        throw new BudgetExhaustedException("stack", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {t_budget?.StackBytes ?? 0} bytes of stack"));

    private static void ThrowTime() =>
        throw new BudgetExhaustedException("time", string.Create(CultureInfo.InvariantCulture, $"the policy used up its budget of {t_budget?.Time.TotalMilliseconds ?? 0} ms"));
}
