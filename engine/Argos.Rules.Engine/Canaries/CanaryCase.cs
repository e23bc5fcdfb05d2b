using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Canaries;

/// <summary>A request whose answer is known.</summary>
/// <param name="Name">Its name, a label of the metric.</param>
/// <param name="Expected">The answer.</param>
/// <param name="Request">The request, with the data and the time that it needs.</param>
internal sealed record CanaryCase(string Name, DecisionOutcome Expected, DryRunRequest Request);

/// <summary>What the last round said of a case.</summary>
/// <param name="Name">The case.</param>
/// <param name="Ok">Whether the answer was the known one.</param>
internal sealed record CanaryResult(string Name, bool Ok);
