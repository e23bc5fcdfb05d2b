namespace Argos.Rules.Sandbox.Messages;

/// <summary>What the compiler's and the trial's process do alike: they answer requests on their standard input until that ends.</summary>
internal static class ChildWorker
{
    /// <summary>Runs until the engine closes the pipe.</summary>
    /// <param name="stackBytes">What policies or their texts may need of the stack.</param>
    /// <param name="serve">Answers requests from the first stream on the second, until the first ends.</param>
    /// <returns>The exit code.</returns>
    public static int Run(int stackBytes, Action<Stream, Stream> serve)
    {
        var exit = 0;
        var thread = new Thread(() => exit = Serve(serve), stackBytes);
        thread.Start();
        thread.Join();
        return exit;
    }

    private static int Serve(Action<Stream, Stream> serve)
    {
        try
        {
            serve(Console.OpenStandardInput(), Console.OpenStandardOutput());
            return 0;
        }
        catch (Exception problem) when (
            problem is OutOfMemoryException or InsufficientExecutionStackException or IOException or InvalidDataException)
        {
            // What is left of this process is not worth keeping; the engine starts another one.
            return 1;
        }
    }
}
