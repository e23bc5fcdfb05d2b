using System.Globalization;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Suspensions;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Language;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Keeps policies that use up their budget again and again from taking the processors. A suspended policy denies; it is never
/// skipped. One hostile caller suspends a policy for itself only: for everyone it takes budgets used up in a row by many callers.
/// </summary>
internal sealed partial class PolicySuspension(SuspensionOptions options, TimeProvider time, EngineMetrics metrics,
    ILogger<PolicySuspension> logger)
    : ISuspension, ISuspensionStatus
{
    /// <summary>Why a policy is not to be run; <see langword="null"/> when it is.</summary>
    public string? Refusal(ActivePolicy policy, PolicyInput input)
    {
        if (policy.Breakers.IsClean) return null;
        return policy.Breakers.Refusal(Caller.Of(input), options, Now()) switch
        {
            null => null,
            SuspensionScope.Caller => string.Create(CultureInfo.InvariantCulture, $"suspended for this caller, which used up the policy's budget {options.CallerExhaustions} times within {options.WindowSeconds} s; tried again every {options.CallerTrialSeconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"suspended: the last {options.PolicyExhaustions} evaluations used up the policy's budget; tried again every {options.PolicyTrialSeconds} s"),
        };
    }

    /// <summary>The policy used up its budget.</summary>
    public void Exhausted(ActivePolicy policy, PolicyInput input)
    {
        var caller = Caller.Of(input);
        switch (policy.Breakers.Exhausted(caller, options, Now()))
        {
            case SuspensionScope.Caller:
                metrics.PolicySuspended(policy.Id, whole: false);
                LogCallerSuspended(policy.Id, caller.Domain, caller.Service, caller.Network, options.CallerExhaustions, options.WindowSeconds);
                break;
            case SuspensionScope.Policy:
                metrics.PolicySuspended(policy.Id, whole: true);
                LogSuspended(policy.Id, options.PolicyExhaustions);
                break;
        }
    }

    /// <summary>The policy came to an end by itself, whatever it said.</summary>
    public void Completed(ActivePolicy policy, PolicyInput input)
    {
        if (policy.Breakers.IsClean) return;
        var caller = Caller.Of(input);
        switch (policy.Breakers.Completed(caller, options, Now()))
        {
            case SuspensionScope.Caller:
                LogCallerResumed(policy.Id, caller.Domain, caller.Service, caller.Network);
                break;
            case SuspensionScope.Policy:
                LogResumed(policy.Id);
                break;
        }
    }

    /// <summary>What is suspended of a policy now; <see langword="null"/> when nothing is.</summary>
    public SuspensionStatus? Status(ActivePolicy policy) => policy.Breakers.Status(options, Now());

    private TimeSpan Now() => time.GetElapsedTime(0);

    [LoggerMessage(LogLevel.Warning, "Policy {PolicyId} is suspended for {Domain}.{Service} from {Network}, which used up its budget {Count} times within {Seconds} s; it denies them until a trial ends properly")]
    private partial void LogCallerSuspended(string policyId, string domain, string service, string network, int count, double seconds);

    [LoggerMessage(LogLevel.Error, "Policy {PolicyId} is suspended, because its last {Count} evaluations used up its budget; it denies everyone until a trial ends properly")]
    private partial void LogSuspended(string policyId, int count);

    [LoggerMessage(LogLevel.Information, "Policy {PolicyId} is no longer suspended for {Domain}.{Service} from {Network}")]
    private partial void LogCallerResumed(string policyId, string domain, string service, string network);

    [LoggerMessage(LogLevel.Information, "Policy {PolicyId} is no longer suspended")]
    private partial void LogResumed(string policyId);
}
