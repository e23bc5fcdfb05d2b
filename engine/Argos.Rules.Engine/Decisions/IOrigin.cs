using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Engine.Decisions;

/// <summary>Where what is replicated comes from.</summary>
internal interface IOrigin
{
    /// <summary>Asks for a path that a decision waits for; what is found is replicated as ever.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellation">The decision no longer waits.</param>
    /// <returns>Completes when the origin, asked after this call, has said that there is nothing. Else it ends with the cancellation.</returns>
    Task AskAsync(DataPath path, CancellationToken cancellation);
}
