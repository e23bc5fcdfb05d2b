using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Core.Trials;

/// <summary>Runs policies that are not in force, or in force without deciding: never where decisions are made.</summary>
internal interface ITrial
{
    /// <summary>Evaluates policies on one input.</summary>
    /// <exception cref="TrialUnavailableException">That is not possible now.</exception>
    Task<TrialOutcome> EvaluateAsync(TrialCase trial, CancellationToken cancellation);

    /// <summary>Checks the image of a candidate again, loads it, runs it once, and runs its tests.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="tests">The text of its tests; <see langword="null"/> when it has none.</param>
    /// <param name="file">The name of the tests in diagnostics.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is wrong; empty when it may be put into force.</returns>
    /// <exception cref="TrialUnavailableException">That is not possible now.</exception>
    Task<ImmutableArray<Diagnostic>> AdmitAsync(ActivePolicy candidate, string? tests, string file, CancellationToken cancellation);
}
