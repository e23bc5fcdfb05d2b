namespace Argos.Rules.Trial;

/// <summary>
/// The trial process: <c>argos-trial</c>. It answers requests on its standard input until that ends. A policy may hang or kill it; the
/// engine then starts another one.
/// </summary>
internal static class TrialWorker
{
    /// <summary>What a policy's own budget of stack needs, and what runs it.</summary>
    private const int StackBytes = 16 * 1024 * 1024;

    /// <summary>Runs until the engine closes the pipe.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        var exit = 0;
        var thread = new Thread(() => exit = Serve(Console.OpenStandardInput(), Console.OpenStandardOutput()), StackBytes);
        thread.Start();
        thread.Join();
        return exit;
    }

    private static int Serve(Stream requests, Stream answers)
    {
        var line = new TrialLine(requests, answers);
        var session = new TrialSession(line);
        try
        {
            line.Send([]);
            while (line.Receive() is { } frame) session.Serve(frame);
            return 0;
        }
        catch (Exception problem) when (problem is OutOfMemoryException or InsufficientExecutionStackException or IOException or InvalidDataException)
        {
            // What is left of this process is not worth keeping; the engine starts another one.
            return 1;
        }
    }
}
