using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.DryRun;

/// <summary>Says what would be decided; stores nothing.</summary>
internal interface IDryRunner
{
    /// <summary>Runs one.</summary>
    Task<DryRunResult> RunAsync(DryRunRequest request, CancellationToken cancellation);
}
