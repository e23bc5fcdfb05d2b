namespace Argos.Rules.Core.Processes;

/// <summary>What a child process is asked, and how its questions are answered. It may have to be held twice, with another process.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal interface IConversation<T> where T : class
{
    /// <summary>Asks and listens.</summary>
    /// <returns>The answer; <see langword="null"/> when the process ended before.</returns>
    /// <exception cref="InvalidDataException">The process does not keep to the form.</exception>
    Task<T?> HoldAsync(ChildProcess child, CancellationToken cancellation);

    /// <summary>Whether the process is of no more use after it.</summary>
    bool EndsProcess => false;
}
