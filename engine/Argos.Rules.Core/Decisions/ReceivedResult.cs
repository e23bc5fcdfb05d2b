using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Looks at a result that came from another process before it is recorded. That process runs what is not trusted: whose result it is and
/// whether it counts is taken from here, and what it wrote goes the way of what a policy writes here.
/// </summary>
internal static class ReceivedResult
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The result of a policy as it may be recorded.</summary>
    public static PolicyResult Of(ActivePolicy policy, PolicyResult given, PolicyInput input) =>
        Checked(policy, given, input) with { ElapsedMicroseconds = Proper(given.ElapsedMicroseconds) };

    private static PolicyResult Checked(ActivePolicy policy, PolicyResult given, PolicyInput input) => given.Outcome switch
    {
        PolicyOutcomes.Allow => PolicyRun.Read(policy, new Outcome.Allowed(given.Attributes ?? None), input),
        PolicyOutcomes.Deny => PolicyRun.Read(policy, new Outcome.Denied(given.Code!, given.Detail), input),
        // A fact is shown as its kind and what it is about; the words are all there is here.
        PolicyOutcomes.Wait when given.WaitsForFact is { } fact =>
            PolicyRun.Read(policy, new Outcome.Denied(given.Code!, fact), input) switch
            {
                { Outcome: PolicyOutcomes.Deny } read => read with { Outcome = PolicyOutcomes.Wait, WaitsForFact = read.Detail, Detail = null },
                var refused => refused,
            },
        PolicyOutcomes.Wait => PolicyRun.Read(policy, new Outcome.Waiting(given.WaitsFor!, given.Code!), input),
        PolicyOutcomes.Failed =>
            PolicyRun.NotRun(policy, SecretText.Safe(given.Detail, input) ?? "it failed") with { Code = FailureCode(given.Code) },
        _ => PolicyRun.NotRun(policy, "the trial process gave no outcome"),
    };

    private static double Proper(double microseconds) => double.IsFinite(microseconds) ? Math.Max(microseconds, 0) : 0;

    private static string FailureCode(string? code) =>
        code == DecisionCodes.PolicySuspended ? DecisionCodes.PolicySuspended : DecisionCodes.PolicyFailed;
}
