using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Core.Decisions;

/// <summary>Decides confirmations.</summary>
internal interface IDecider
{
    /// <summary>Decides.</summary>
    /// <param name="confirmation">What ZTS asks.</param>
    /// <param name="operation">Register or refresh.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <exception cref="OperationCanceledException">The caller has gone while the decision was waiting.</exception>
    Task<Decision> DecideAsync(InstanceConfirmation confirmation, InstanceOperation operation, CancellationToken cancellation);
}
