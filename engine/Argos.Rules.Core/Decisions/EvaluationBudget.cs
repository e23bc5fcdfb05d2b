namespace Argos.Rules.Core.Decisions;

/// <summary>What one evaluation of all policies that match a provider may use together, beside the budget of each of them.</summary>
internal sealed record EvaluationBudget
{
    /// <summary>Steps, as those of one policy are counted.</summary>
    public long Steps { get; init; } = 2_000_000;

    /// <summary>Bytes, likewise.</summary>
    public long Bytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Processor time: the backstop.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1);

    public static EvaluationBudget Default { get; } = new();
}
