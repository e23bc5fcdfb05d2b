using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>What is decided on the input of a project.</summary>
/// <param name="Answer">The dry run's answer; <see langword="null"/> when there is none.</param>
/// <param name="Error">Why there is none.</param>
/// <param name="Over">Over a running engine: the id of the live policy that the candidate stands for.</param>
internal sealed record DecisionResponse(DryRunResponse? Answer, ErrorBody? Error, string? Over = null);
