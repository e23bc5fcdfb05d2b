using Argos.Rules.Engine.Sandbox.Tracing;

namespace Argos.Rules.Engine.Sandbox.Runtime;

/// <summary>What a traced policy calls, and no other: the metadata check refuses it in every image that is not for a trace. Public because that code is in another assembly; not part of the language.</summary>
public static class Trace
{
    [ThreadStatic]
    private static TraceRecorder? t_recorder;

    /// <summary>A statement or an arm was reached.</summary>
    public static void At(int site) => t_recorder?.Reached(site);

    /// <summary>A condition held.</summary>
    public static bool Pass(int site)
    {
        t_recorder?.Decided(site, true);
        return true;
    }

    /// <summary>A condition did not hold.</summary>
    public static bool Fail(int site)
    {
        t_recorder?.Decided(site, false);
        return false;
    }

    /// <summary>A value that a condition is about to look at.</summary>
    public static T Note<T>(int site, int slot, T value)
    {
        t_recorder?.Noted(site, slot, value);
        return value;
    }

    /// <summary>The value of a call, an arm or a <c>return</c>.</summary>
    public static T Gave<T>(int site, T value)
    {
        t_recorder?.Gave(site, value);
        return value;
    }

    /// <summary>What this thread's evaluation does from now on is recorded.</summary>
    internal static void Start(TraceRecorder recorder) => t_recorder = recorder;

    internal static void Stop() => t_recorder = null;
}
