using System.Collections.Immutable;
using System.Threading.Channels;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Core.Telemetry;
using Argos.Rules.Core.Trials;
using Argos.Rules.Engine.Audit;

namespace Argos.Rules.Engine.Shadows;

/// <summary>
/// Evaluates shadow policies in the trial process, one decision after the other, when these have been made. What does not fit is counted, not evaluated:
/// a shadow policy must never make a decision wait.
/// </summary>
internal sealed partial class ShadowQueue(
    ITrial trial, PolicySuspension suspension, AuditLog audit, ShadowDifferences differences, EngineMetrics metrics, TimeProvider time, ILogger<ShadowQueue> logger) : BackgroundService, IShadows
{
    /// <summary>How many decisions may wait for their shadow policies.</summary>
    public const int MaximumWaiting = 256;

    /// <summary>How many bytes their requests may have together.</summary>
    public const long MaximumBytes = 16 * 1024 * 1024;

    private readonly Channel<ShadowCase> _queue = Channel.CreateBounded<ShadowCase>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });
    private long _bytes;

    public void TryAdd(ShadowCase decided)
    {
        if (decided.Snapshot.Applicable(decided.Input.Provider).Shadows.IsEmpty) return;
        if (Interlocked.Add(ref _bytes, decided.Bytes) <= MaximumBytes && _queue.Writer.TryWrite(decided)) return;
        Interlocked.Add(ref _bytes, -decided.Bytes);
        metrics.ShadowDropped();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var decided in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            Interlocked.Add(ref _bytes, -decided.Bytes);
            try
            {
                await EvaluateAsync(decided, stoppingToken);
            }
            catch (TrialUnavailableException)
            {
                // Its log has the cause.
                metrics.ShadowDropped();
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                metrics.ShadowDropped();
                LogFailed(decided.DecisionId, problem.GetType().FullName!);
            }
        }
    }

    private async Task EvaluateAsync(ShadowCase decided, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var results = ImmutableArray.CreateBuilder<PolicyResult>();
        var texts = new WrittenText();
        // One after the other, so that one that ends the process does not take the others along.
        foreach (var policy in decided.Snapshot.Applicable(decided.Input.Provider).Shadows)
        {
            results.Add(texts.Bound(await ResultAsync(policy, decided, cancellation)));
        }
        audit.Add(new AuditRecord
        {
            Time = time.GetUtcNow(),
            Operation = decided.Input.Operation,
            Decision = new Decision { Id = decided.DecisionId, Outcome = DecisionOutcome.Undecided, Policies = results.ToImmutable(), Revision = decided.Snapshot.Revision },
            DecisionId = decided.DecisionId,
            IsShadow = true,
            Caller = "",
            Status = 0,
            Elapsed = time.GetElapsedTime(started),
            Provider = decided.Confirmation.Provider,
            Domain = decided.Confirmation.Domain,
            Service = decided.Confirmation.Service,
        });
        // Counted when they are recorded: who sees the count finds the record.
        foreach (var result in results)
        {
            metrics.ShadowEvaluated(result.Policy, result.Outcome);
            differences.Add(decided, result);
        }
    }

    private async Task<PolicyResult> ResultAsync(ProviderPolicy applied, ShadowCase decided, CancellationToken cancellation)
    {
        var policy = applied.Policy;
        if (applied.Refusal is { } invalid) return PolicyRun.Refused(policy, invalid, decided.Input);
        if (suspension.Refusal(policy, decided.Input) is { } refusal) return PolicyRun.Suspended(policy, refusal);
        var facts = new DecisionFacts(new SettledFacts(decided.Facts));
        var outcome = await trial.EvaluateAsync(
            new TrialCase([applied], decided.Snapshot.Data, decided.Confirmation, decided.Input.Operation, decided.Now, facts, decided.Snapshot.Revision), cancellation);
        if (outcome.Evaluation is not { Results: [var result] })
        {
            suspension.Exhausted(policy, decided.Input);
            return PolicyRun.NotRun(policy, outcome.Problem ?? "the trial process gave no result");
        }
        if (outcome.Exhausted.Contains(policy.Id)) suspension.Exhausted(policy, decided.Input);
        else suspension.Completed(policy, decided.Input);
        return ReceivedResult.Of(policy, result, decided.Input);
    }

    [LoggerMessage(LogLevel.Error, "The shadow policies of decision {Decision} could not be evaluated: {Kind}")]
    private partial void LogFailed(string decision, string kind);
}
