using Argos.Rules.Sandbox.Tracing;

namespace Argos.Rules.Sandbox.Runtime;

/// <summary>What a traced policy calls, and no other: the metadata check refuses it in every image that is not for a trace. Public because that code is in another assembly; not part of the language.</summary>
public static class Trace
{
    [ThreadStatic]
    private static TraceRecorder? _recorder;

    /// <summary>A statement or an arm was reached.</summary>
    public static void At(int site) => _recorder?.Reached(site);

    /// <summary>A condition held.</summary>
    public static bool Pass(int site)
    {
        _recorder?.Decided(site, true);
        return true;
    }

    /// <summary>A condition did not hold.</summary>
    public static bool Fail(int site)
    {
        _recorder?.Decided(site, false);
        return false;
    }

    /// <summary>A value that a condition is about to look at.</summary>
    public static T Note<T>(int site, int slot, T value)
    {
        _recorder?.Noted(site, slot, value);
        return value;
    }

    /// <summary>The value of a call, an arm or a <c>return</c>.</summary>
    public static T Gave<T>(int site, T value)
    {
        _recorder?.Gave(site, value);
        return value;
    }

    /// <summary>What this thread's evaluation does from now on is recorded.</summary>
    internal static void Start(TraceRecorder recorder) => _recorder = recorder;

    internal static void Stop() => _recorder = null;
}
