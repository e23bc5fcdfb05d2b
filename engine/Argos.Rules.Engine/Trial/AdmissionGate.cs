using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Scripting;

namespace Argos.Rules.Engine.Trial;

/// <summary>
/// Lets a policy be put into force only after its trial: image checked, run once, tests passed. What has passed is remembered with the
/// compiled policies, so that a restart need not wait for it.
/// </summary>
/// <param name="cache">What is remembered; nothing without one.</param>
/// <param name="trial">Where it is tried out.</param>
internal sealed class AdmissionGate(PolicyCache? cache, ITrial trial)
{
    /// <summary>Tries out a policy alone, as if it were enforced.</summary>
    /// <returns>What is wrong; empty when it may be put into force.</returns>
    /// <exception cref="TrialUnavailableException">That is not possible now.</exception>
    public async Task<ImmutableArray<Diagnostic>> CheckAsync(ActivePolicy candidate, string? tests, CancellationToken cancellation)
    {
        // Another image of the same text has to pass again; no tests are not the same as empty ones.
        var (subject, with) = ($"{candidate.Compiled?.Hash}\n{candidate.Source}", tests is null ? "-" : "+" + tests);
        if (cache?.HasPassed(subject, with) == true) return [];
        var problems = await trial.AdmitAsync(candidate, tests, FileOf(candidate.Id), cancellation);
        if (problems.IsEmpty) cache?.KeepPassed(subject, with);
        return problems;
    }

    /// <summary>The tests of <c>a/b/name.csx</c> are <c>a/b/name.tests.yaml</c>.</summary>
    private static string FileOf(string id) => (id.EndsWith(".csx", StringComparison.Ordinal) ? id[..^4] : id) + ".tests.yaml";
}
