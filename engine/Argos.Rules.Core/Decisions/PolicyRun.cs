using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Runs one policy. Whatever it does, the answer is a result; what is not a proper outcome is a failure, and that denies. What is not the
/// policy's doing but the engine's need is neither: then it cannot be told.
/// </summary>
internal static class PolicyRun
{
    /// <summary>The longest data path that a policy can wait for.</summary>
    public const int MaximumKey = 1024;

    public static PolicyResult Execute(ActivePolicy policy, PolicyContext context, TimeProvider clock, ISuspension? suspension = null)
    {
        if (suspension?.Refusal(policy, context.Input) is { } refusal) return Suspended(policy, refusal);
        var started = clock.GetTimestamp();
        PolicyResult result;
        try
        {
            result = Read(policy, policy.Evaluate(context), context.Input);
            suspension?.Completed(policy, context.Input);
        }
        catch (BudgetExhaustedException exhausted)
        {
            suspension?.Exhausted(policy, context.Input);
            result = Failed(policy, exhausted.Message);
        }
        catch (Exception problem) when (Interruption.Is(problem))
        {
            result = Result(policy, PolicyOutcomes.Interrupted) with { Code = DecisionCodes.PolicyInterrupted, Detail = problem.GetBaseException().GetType().Name };
        }
        catch (Exception problem)
        {
            suspension?.Completed(policy, context.Input);
            result = Failed(policy, Describe(problem));
        }
        return result with { ElapsedMicroseconds = clock.GetElapsedTime(started).TotalMicroseconds };
    }

    /// <summary>The result of a policy that is suspended; it denies.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="problem">Why.</param>
    public static PolicyResult Suspended(ActivePolicy policy, string problem) => Failed(policy, problem) with { Code = DecisionCodes.PolicySuspended };

    /// <summary>The result of a policy that was not run; it denies.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="problem">Why.</param>
    public static PolicyResult NotRun(ActivePolicy policy, string problem) => Failed(policy, problem);

    /// <summary>The result of a policy that is not run, because its provider's settings are not what it declares.</summary>
    public static PolicyResult Refused(ActivePolicy policy, SettingsProblem problem, PolicyInput input) =>
        Result(policy, PolicyOutcomes.Deny) with { Code = problem.Code, Detail = SecretText.Safe(problem.Detail, input) };

    /// <summary>
    /// The result of what a policy returned. The types of outcomes are open to policies, which can make them without the checks of Allow,
    /// Deny and Wait.
    /// </summary>
    internal static PolicyResult Read(ActivePolicy policy, Outcome? outcome, PolicyInput input) => outcome switch
    {
        Outcome.Allowed allowed => !Directives.AreValid(allowed.Attributes)
            ? Failed(policy, "it allowed with attributes that are not directives for ZTS")
            : allowed.Attributes.Values.Any(value => SecretText.Holds(value, input))
                ? Failed(policy, "it allowed with a directive that held attestation data")
                : Result(policy, PolicyOutcomes.Allow) with { Attributes = allowed.Attributes },
        Outcome.Denied denied => IsCode(denied.Code, input)
            ? Result(policy, PolicyOutcomes.Deny) with { Code = denied.Code, Detail = SecretText.Safe(denied.Detail, input) }
            : Failed(policy, "it denied with a code that is none"),
        Outcome.Waiting { Fact: { } fact } waiting => IsCode(waiting.Code, input)
            ? Result(policy, PolicyOutcomes.Wait) with { Code = waiting.Code, WaitsForFact = SecretText.Safe(fact.ToString(), input) }
            : Failed(policy, "it waits for a fact with a code that is none"),
        Outcome.Waiting waiting => IsKey(waiting.Key, input) && IsCode(waiting.Code, input)
            ? Result(policy, PolicyOutcomes.Wait) with { Code = waiting.Code, WaitsFor = waiting.Key }
            : Failed(policy, "it waits for what can never arrive: the key must be a data path of at most 1024 characters and the code a reason code"),
        _ => Failed(policy, "it returned no outcome"),
    };

    // A code goes into the log and to the agent: it must not be one that a token was put into.
    private static bool IsCode(string? code, PolicyInput input) => ReasonCode.IsValid(code) && !SecretText.Holds(code!, input);

    private static bool IsKey(string? key, PolicyInput input) =>
        key is { Length: <= MaximumKey } && DataPath.TryParse(key, out var path, out _) && path != DataPath.Root && !SecretText.Holds(key, input);

    // Only these messages are known to hold none of the policy's values.
    private static string Describe(Exception problem) =>
        problem is PolicyFaultException ? problem.Message : problem.GetType().Name;

    private static PolicyResult Failed(ActivePolicy policy, string detail) =>
        Result(policy, PolicyOutcomes.Failed) with { Code = DecisionCodes.PolicyFailed, Detail = detail };

    private static PolicyResult Result(ActivePolicy policy, string outcome) =>
        new() { Policy = policy.Id, Hash = policy.ContentHash, Image = policy.ImageHash, Outcome = outcome, Enforced = !policy.FrontMatter.Shadow };
}
