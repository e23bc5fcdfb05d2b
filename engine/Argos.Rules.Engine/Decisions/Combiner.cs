using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Decisions;

/// <summary>
/// Combines what the policies said: any refusal or failure denies; else with any that was interrupted it cannot be told; else any wait
/// waits; else it takes at least one that allows. Policies in shadow mode do not count. The order of the results does not matter.
/// </summary>
internal static class Combiner
{
    private static readonly Verdict NoPolicyApplies = new Verdict.Denied([DecisionCodes.NoPolicyApplies]);

    private static readonly Verdict Conflict = new Verdict.Denied([DecisionCodes.AttributesConflict]);

    public static Verdict Combine(ImmutableArray<PolicyResult> results)
    {
        var allows = 0;
        var waits = 0;
        var interrupted = 0;
        var denies = 0;
        foreach (var result in results)
        {
            if (!result.Enforced) continue;
            switch (result.Outcome)
            {
                case PolicyOutcomes.Allow:
                    allows++;
                    break;
                case PolicyOutcomes.Wait:
                    waits++;
                    break;
                case PolicyOutcomes.Interrupted:
                    interrupted++;
                    break;
                // INVARIANT: what is not known to allow or to wait denies.
                default:
                    denies++;
                    break;
            }
        }
        if (denies > 0) return new Verdict.Denied(Codes(results, static r => r.Outcome is not (PolicyOutcomes.Allow or PolicyOutcomes.Wait or PolicyOutcomes.Interrupted)));
        if (interrupted > 0) return new Verdict.Undecided([DecisionCodes.PolicyInterrupted]);
        if (waits > 0) return new Verdict.Waiting(Keys(results), Codes(results, static r => r.Outcome == PolicyOutcomes.Wait));
        if (allows == 0) return NoPolicyApplies;
        return Directives.Merge(results) is { } attributes ? new Verdict.Allowed(attributes) : Conflict;
    }

    private static ImmutableArray<string> Codes(ImmutableArray<PolicyResult> results, Func<PolicyResult, bool> counts)
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            if (result.Enforced && counts(result)) codes.Add(result.Code ?? DecisionCodes.PolicyFailed);
        }
        return [.. codes];
    }

    private static ImmutableArray<string> Keys(ImmutableArray<PolicyResult> results)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            if (result is { Enforced: true, Outcome: PolicyOutcomes.Wait, WaitsFor: { } key }) keys.Add(key);
        }
        return [.. keys];
    }
}
