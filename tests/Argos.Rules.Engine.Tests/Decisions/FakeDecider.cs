using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;

namespace Argos.Rules.Engine.Tests.Decisions;

/// <summary>Decides as the test says.</summary>
internal sealed class FakeDecider(Func<InstanceConfirmation, InstanceOperation, CancellationToken, Task<Decision>> decide) : IDecider
{
    public Task<Decision> DecideAsync(InstanceConfirmation confirmation, InstanceOperation operation, CancellationToken cancellation) =>
        decide(confirmation, operation, cancellation);
}
