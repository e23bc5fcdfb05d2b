using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Core.Decisions;

/// <summary>Limits of a decision.</summary>
internal sealed class DecisionOptions
{
    /// <summary>How long a decision waits for what its policies wait for, in seconds. Then ZTS gets 504. Default 3; ZTS itself gives up after its own time-out.</summary>
    [Range(0.1, 60)]
    public double DeadlineSeconds { get; set; } = 3;

    /// <summary>How many decisions may wait at the same time; further ones get 504 at once. Default 1000.</summary>
    [Range(1, 100_000)]
    public int MaximumWaiting { get; set; } = 1000;

    /// <summary>
    /// The percentage of `Decisions:MaximumWaiting` that a domain can count on, whatever the others do; beyond it a domain may wait while
    /// half of the places are free. Default 25.
    /// </summary>
    [Range(1, 100)]
    public int WaitingDomainSharePercent { get; set; } = 25;

    /// <summary>The percentage of `Decisions:MaximumWaiting` that a service can count on, within what its domain can. Default 15.</summary>
    [Range(1, 100)]
    public int WaitingServiceSharePercent { get; set; } = 15;

    /// <summary>
    /// The percentage of `Decisions:MaximumWaiting` that those can count on who wait for the same key, for example one pod. Default 5.
    /// </summary>
    [Range(1, 100)]
    public int WaitingKeySharePercent { get; set; } = 5;

    /// <summary>How many steps all policies of one evaluation may take together before those that are left deny. Default 2000000.</summary>
    [Range(1_000, 1_000_000_000)]
    public long EvaluationSteps { get; set; } = EvaluationBudget.Default.Steps;

    /// <summary>How many bytes all policies of one evaluation may allocate together. Default 67108864.</summary>
    [Range(65_536, 4_294_967_296)]
    public long EvaluationBytes { get; set; } = EvaluationBudget.Default.Bytes;

    /// <summary>How long all policies of one evaluation may take together, in milliseconds of processor time. Default 1000.</summary>
    [Range(10, 60_000)]
    public int EvaluationMilliseconds { get; set; } = (int)EvaluationBudget.Default.Time.TotalMilliseconds;

    internal EvaluationBudget Budget() => new() { Steps = EvaluationSteps, Bytes = EvaluationBytes, Time = TimeSpan.FromMilliseconds(EvaluationMilliseconds) };
}
