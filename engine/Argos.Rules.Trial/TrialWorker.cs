using Argos.Rules.Sandbox.Messages;

namespace Argos.Rules.Trial;

/// <summary>The trial process: <c>argos-trial</c>. A policy may hang or kill it; the engine then starts another one.</summary>
internal static class TrialWorker
{
    /// <summary>What a policy's own budget of stack needs, and what runs it.</summary>
    private const int StackBytes = 16 * 1024 * 1024;

    /// <summary>Runs until the engine closes the pipe.</summary>
    /// <returns>The exit code.</returns>
    public static int Run() => ChildWorker.Run(StackBytes, Serve);

    private static void Serve(Stream requests, Stream answers)
    {
        var line = new TrialLine(requests, answers);
        var session = new TrialSession(line);
        line.Send([]);
        while (line.Receive() is { } frame) session.Serve(frame);
    }
}
