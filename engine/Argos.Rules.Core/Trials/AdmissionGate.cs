using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Compilation;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Core.Trials;

/// <summary>
/// Lets a policy be put into force only after its trial: image checked, run once, tests passed. What has passed is remembered with the
/// compiled policies, so that a restart need not wait for it.
/// </summary>
/// <param name="cache">What is remembered.</param>
/// <param name="trial">Where it is tried out.</param>
internal sealed class AdmissionGate(PolicyCache cache, ITrial trial)
{
    /// <summary>Tries out a policy alone, as if it were enforced.</summary>
    /// <returns>What is wrong; empty when it may be put into force.</returns>
    /// <exception cref="TrialUnavailableException">That is not possible now.</exception>
    public async Task<ImmutableArray<Diagnostic>> CheckAsync(ActivePolicy candidate, string? tests, CancellationToken cancellation)
    {
        var image = candidate.Compiled?.Hash ?? "";
        if (cache.HasPassed(image, candidate.Source, tests)) return [];
        var problems = await trial.AdmitAsync(candidate, tests, FileOf(candidate.Id), cancellation);
        if (problems.IsEmpty) cache.KeepPassed(image, candidate.Source, tests);
        return problems;
    }

    /// <summary>The tests of <c>a/b/name.csx</c> are <c>a/b/name.tests.yaml</c>.</summary>
    private static string FileOf(string id) => (id.EndsWith(".csx", StringComparison.Ordinal) ? id[..^4] : id) + ".tests.yaml";
}
