using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>The HTTP status that tells ZTS what became of a callback.</summary>
/// <param name="refuseRefresh">Whether a refresh is answered 200 or 403 only, for a ZTS that takes every other status for a grant.</param>
internal sealed class AnswerStatus(bool refuseRefresh)
{
    /// <summary>Nobody hears it: the caller has gone.</summary>
    public const int ClientClosed = StatusCodes.Status499ClientClosedRequest;

    /// <summary>The status of a decision.</summary>
    public int Of(InstanceOperation operation, Decision decision) => decision.Outcome switch
    {
        DecisionOutcome.Allowed => StatusCodes.Status200OK,
        DecisionOutcome.Denied => StatusCodes.Status403Forbidden,
        _ when decision.Codes is [DecisionCodes.ClientClosed] => ClientClosed,
        _ => OfFailure(operation, StatusCodes.Status504GatewayTimeout),
    };

    /// <summary>The status of what is not a grant: no other than 403 where a refresh must have that.</summary>
    public int OfFailure(InstanceOperation operation, int status) =>
        refuseRefresh && operation == InstanceOperation.Refresh ? StatusCodes.Status403Forbidden : status;
}
