using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Core.Policies.Suspensions;

/// <summary>When a policy that keeps using up its budget is denied without being run; section <c>Suspension</c>.</summary>
internal sealed class SuspensionOptions
{
    /// <summary>After how many used-up budgets within the window a policy is suspended for the caller (address, domain and service) that caused them. Default 5; 0: never.</summary>
    [Range(0, 1_000_000)]
    public int CallerExhaustions { get; set; } = 5;

    /// <summary>How often a suspended policy is tried with the next request of that caller, in seconds. Default 10.</summary>
    [Range(0.1, 3600)]
    public double CallerTrialSeconds { get; set; } = 10;

    /// <summary>After how many used-up budgets in a row, whoever asked, a policy is suspended for everyone. Default 50; 0: never.</summary>
    [Range(0, 1_000_000)]
    public int PolicyExhaustions { get; set; } = 50;

    /// <summary>How often a policy that is suspended for everyone is tried with a caller that has not used up its budget, in seconds. Default 1.</summary>
    [Range(0.1, 3600)]
    public double PolicyTrialSeconds { get; set; } = 1;

    /// <summary>How long a used-up budget counts, in seconds; a suspension without a new one is over after as long. Default 60.</summary>
    [Range(1, 3600)]
    public double WindowSeconds { get; set; } = 60;

    internal BreakerRule Caller => new(CallerExhaustions, TimeSpan.FromSeconds(WindowSeconds), TimeSpan.FromSeconds(CallerTrialSeconds));

    internal BreakerRule Policy => new(PolicyExhaustions, TimeSpan.FromSeconds(WindowSeconds), TimeSpan.FromSeconds(PolicyTrialSeconds));
}
