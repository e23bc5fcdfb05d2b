using System.Runtime.CompilerServices;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime;

/// <summary>What the instrumentation calls from a policy's code. Public because that code is in another assembly; not part of the language.</summary>
public static class Guard
{
    /// <summary>The largest array, in elements, whatever the budget says: the runtime keeps larger ones apart.</summary>
    private const int MaximumLength = 1 << 24;

    /// <summary>At the start of each function: a step, and enough stack.</summary>
    public static void Enter() => Meter.Enter();

    /// <summary>At each turn of a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step() => Meter.Step();

    /// <summary>Before an object is made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Memory(int bytes) => Meter.Bytes(bytes);

    /// <summary>After the language's own members made a text.</summary>
    public static string? Made(string? text)
    {
        if (text is not null) Meter.Bytes(32 + (2L * text.Length));
        return text;
    }

    /// <summary>Before an array is made. A negative length goes on and fails as it would.</summary>
    public static nint ArrayLength(nint length, int elementBytes)
    {
        if (length > 0)
        {
            Meter.Bytes(24 + (Math.Min(length, MaximumLength) * (long)elementBytes));
            if (length > MaximumLength) Meter.Bytes(long.MaxValue / 2);
            Meter.Steps(length / 64);
        }
        return length;
    }
}
