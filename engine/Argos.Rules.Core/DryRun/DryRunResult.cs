using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.DryRun;

/// <summary>The result of a dry run; a request that makes no sense is a normal result.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Error">The body of a 400.</param>
internal sealed record DryRunResult(DryRunResponse? Answer, ErrorBody? Error);
