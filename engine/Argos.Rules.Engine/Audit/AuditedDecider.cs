using System.Diagnostics;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// Decides, records and counts. It always gives a decision: whatever goes wrong inside is "cannot tell", never a grant and never an
/// exception.
/// </summary>
internal sealed partial class AuditedDecider(
    IDecider decider,
    AuditLog log,
    EngineMetrics metrics,
    AnswerStatus statuses,
    TimeProvider time,
    ILogger<AuditedDecider> logger) : IDecisionService
{
    /// <inheritdoc/>
    public async Task<Decision> DecideAsync(InstanceConfirmation confirmation, InstanceOperation operation, string caller, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        // Recorded as well: the record that can be written again ends the refusals.
        var decision = log.MustRefuse ? Undecided(DecisionCodes.AuditUnavailable) : await DecideSafelyAsync(confirmation, operation, cancellation);
        var recorded = Record(decision, operation, caller, started, confirmation);
        // INVARIANT: where records must be kept, nobody is granted anything without one in the queue.
        return recorded || decision.Outcome != DecisionOutcome.Allowed ? decision : Undecided(DecisionCodes.AuditUnavailable) with { Id = decision.Id };
    }

    /// <summary>Records a callback that there was no room for; the answer is "cannot tell".</summary>
    public Decision Overloaded(InstanceOperation operation, string caller)
    {
        var decision = Undecided(DecisionCodes.Overloaded);
        Record(decision, operation, caller, time.GetTimestamp(), confirmation: null);
        return decision;
    }

    /// <summary>Records that the caller hung up before its confirmation had arrived.</summary>
    public Decision ClientClosed(InstanceOperation operation, string caller, long started)
    {
        var decision = Undecided(DecisionCodes.ClientClosed);
        Record(decision, operation, caller, started, confirmation: null);
        return decision;
    }

    /// <summary>Records a request that is not a confirmation.</summary>
    /// <returns>The id for the answer.</returns>
    public string Malformed(InstanceOperation operation, string caller, int status, string problem, long started)
    {
        var id = NewId();
        log.Add(new AuditRecord
        {
            Time = time.GetUtcNow(),
            Operation = operation,
            DecisionId = id,
            Problem = problem,
            Caller = caller,
            Status = status,
            Elapsed = time.GetElapsedTime(started),
        });
        metrics.CallbackRefused(status);
        Traces.Malformed(id, status);
        return id;
    }

    private async Task<Decision> DecideSafelyAsync(InstanceConfirmation confirmation, InstanceOperation operation, CancellationToken cancellation)
    {
        try
        {
            var decision = await decider.DecideAsync(confirmation, operation, cancellation);
            if (decision.Outcome != DecisionOutcome.Allowed || SafeDirectives.FirstInvalid(decision.Attributes) is not { } invalid)
                return decision;
            LogInvalid(decision.Id, invalid);
            return decision with { Outcome = DecisionOutcome.Undecided, Codes = [DecisionCodes.EngineError], Attributes = decision.Attributes.Clear() };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Undecided(DecisionCodes.ClientClosed);
        }
        catch (Exception e)
        {
            var decision = Undecided(DecisionCodes.EngineError);
            // The type only: the message of an arbitrary exception may quote the attestation data.
            LogFailed(decision.Id, e.GetType().FullName!, new StackTrace(e).ToString());
            return decision;
        }
    }

    private bool Record(Decision decision, InstanceOperation operation, string caller, long started, InstanceConfirmation? confirmation)
    {
        var elapsed = time.GetElapsedTime(started);
        metrics.Decided(operation, decision.Outcome, decision.Codes, elapsed);
        Traces.Decided(decision, operation, confirmation);
        foreach (var policy in decision.Policies)
        {
            if (policy.Outcome is PolicyOutcomes.Failed or PolicyOutcomes.Interrupted) metrics.PolicyFailed(policy.Policy);
        }
        return log.Add(new AuditRecord
        {
            Time = time.GetUtcNow(),
            Operation = operation,
            Decision = decision,
            DecisionId = decision.Id,
            Caller = caller,
            Status = statuses.Of(operation, decision),
            Elapsed = elapsed,
            Provider = confirmation?.Provider,
            Domain = confirmation?.Domain,
            Service = confirmation?.Service,
            InstanceId = confirmation?.Attributes.GetValueOrDefault(AttributeNames.InstanceId),
            Requested = confirmation is null ? null : RequestedNames.Of(confirmation),
            Attestation = AttestationDigest.Of(confirmation?.AttestationData),
        });
    }

    private Decision Undecided(string code) => new() { Id = NewId(), Outcome = DecisionOutcome.Undecided, Codes = [code] };

    private string NewId() => DecisionId.New(time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Error, Message = "Decision {Decision} failed: {Kind} {Trace}")]
    private partial void LogFailed(string decision, string kind, string trace);

    [LoggerMessage(Level = LogLevel.Error, Message = "Decision {Decision} was a grant with a directive that ZTS would misread, `{Directive}`; it is not given")]
    private partial void LogInvalid(string decision, string directive);
}
