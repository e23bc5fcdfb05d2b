using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Policies;
using Argos.Rules.Engine.Audit;

namespace Argos.Rules.System.Tests.Model;

/// <summary>Decides without a record; there are no dry runs, and nothing is suspended.</summary>
internal sealed class ModelDecisions(IDecider decider) : IDecisionService, IDryRunner, ISuspensionStatus
{
    public Task<Decision> DecideAsync(InstanceConfirmation confirmation, InstanceOperation operation, string caller,
        CancellationToken cancellation) =>
        decider.DecideAsync(confirmation, operation, cancellation);

    public Task<DryRunResult> RunAsync(DryRunRequest request, CancellationToken cancellation) => throw new NotSupportedException();

    public SuspensionStatus? Status(ActivePolicy policy) => null;
}
