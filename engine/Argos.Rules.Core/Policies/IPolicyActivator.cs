namespace Argos.Rules.Core.Policies;

/// <summary>Turns the text of a policy into one that can decide, in two steps: between them it is tried out.</summary>
internal interface IPolicyActivator
{
    /// <summary>Compiles; every error and warning comes back at once. The policy is not loaded, so that it can do nothing in this process.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="source">Its text.</param>
    /// <param name="owner">The sync source that writes it; <see langword="null"/> when written by hand.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ActivationResult> PrepareAsync(string id, string source, string? owner, CancellationToken cancellation);

    /// <summary>Loads a prepared policy that has passed its trial, unless it only runs beside decisions.</summary>
    ActivationResult Enter(ActivePolicy prepared);
}
