namespace Argos.Rules.Sandbox.Metering;

/// <summary>A policy used up one of its budgets; the evaluation is over. A script has no way to catch it.</summary>
internal sealed class BudgetExhaustedException(string budget, string message) : Exception(message)
{
    /// <summary><c>steps</c>, <c>memory</c>, <c>stack</c> or <c>time</c>.</summary>
    public string Budget { get; } = budget;
}
