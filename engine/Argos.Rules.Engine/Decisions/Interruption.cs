namespace Argos.Rules.Engine.Decisions;

/// <summary>
/// Tells what a policy did from what befell it. The language has no way to throw these: memory, stack, descriptors or code that could not
/// be had. The next caller may be answered; a refusal would say that this one never will be.
/// </summary>
internal static class Interruption
{
    private const int Deepest = 8;

    public static bool Is(Exception problem)
    {
        for (var (at, depth) = ((Exception?)problem, 0); at is not null && depth < Deepest; at = at.InnerException, depth++)
        {
            if (IsNeed(at)) return true;
        }
        return false;
    }

    private static bool IsNeed(Exception problem) => problem
        is OutOfMemoryException
        or InsufficientExecutionStackException
        or TypeInitializationException
        or TypeLoadException
        or BadImageFormatException
        or IOException
        or UnauthorizedAccessException
        or SynchronizationLockException
        or ThreadInterruptedException
        or OperationCanceledException
        or TimeoutException;
}
