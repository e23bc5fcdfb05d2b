using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.DryRun;
using Argos.Rules.Core.Policies;
using Argos.Rules.Engine.Audit;

namespace Argos.Rules.Engine.Tests.Management;

/// <summary>What the API calls, as the test says.</summary>
internal sealed class FakeDecisions(ManagementHost host) : IDecisionService, IDryRunner, ISuspensionStatus
{
    public Task<Decision> DecideAsync(InstanceConfirmation confirmation, InstanceOperation operation, string caller,
        CancellationToken cancellation) =>
        Task.FromResult(host.Decide(confirmation, operation, caller));

    public Task<DryRunResult> RunAsync(DryRunRequest request, CancellationToken cancellation)
    {
        var (answer, error) = host.DryRun(request);
        return Task.FromResult(new DryRunResult(answer, error));
    }

    public SuspensionStatus? Status(ActivePolicy policy) => host.Suspended(policy);
}
