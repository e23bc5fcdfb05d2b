using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>Decides and records. It always gives a decision.</summary>
internal interface IDecisionService
{
    /// <summary>Decides a confirmation.</summary>
    /// <param name="confirmation">What ZTS asks.</param>
    /// <param name="operation">Register or refresh.</param>
    /// <param name="caller">Who asks, for the record.</param>
    /// <param name="cancellation">The caller has gone.</param>
    Task<Decision> DecideAsync(InstanceConfirmation confirmation, InstanceOperation operation, string caller,
        CancellationToken cancellation);
}
