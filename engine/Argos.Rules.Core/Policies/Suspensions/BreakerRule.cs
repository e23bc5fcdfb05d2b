namespace Argos.Rules.Core.Policies.Suspensions;

/// <summary>When a circuit opens, and how it closes again.</summary>
/// <param name="Exhaustions">So many used-up budgets within the window open it; 0: it never opens.</param>
/// <param name="Window">How long one counts; without a new one an open circuit closes after as long.</param>
/// <param name="Trial">The time between two trials of an open circuit.</param>
internal readonly record struct BreakerRule(int Exhaustions, TimeSpan Window, TimeSpan Trial);
