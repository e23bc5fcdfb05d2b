using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language.Facts;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Core.DryRun;

/// <summary>
/// Finds out facts for dry runs that ask for it: the same questions to the same sources as those of decisions, within the same limits
/// and the time that a decision may wait. Each is logged.
/// </summary>
/// <param name="source">Where the facts of decisions come from.</param>
/// <param name="options">The limits of a decision.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Gets what was asked.</param>
internal sealed partial class DryRunFacts(IFactSource source, DecisionOptions options, TimeProvider clock, ILogger<DryRunFacts> logger)
{
    /// <summary>How many dry runs may ask at the same time: they use what decisions need.</summary>
    public const int MaximumRuns = 4;

    private int _runs;

    /// <summary>What is given, and for the rest the sources.</summary>
    public IFactSource After(StaticFacts given) => new OverlayFactSource(given, source);

    /// <summary>Whether one more dry run may ask; then <see cref="Release"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _runs) <= MaximumRuns) return true;
        Release();
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _runs);

    /// <summary>Evaluates again and again until nothing is waited for that can be found out.</summary>
    public async Task<TrialOutcome> SettleAsync(Func<Task<TrialOutcome>> evaluate, DecisionFacts facts, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.DeadlineSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var outcome = await evaluate();
        while (outcome.Evaluation is { Verdict: Verdict.Waiting } && facts.Fetch() is { Count: > 0 } open)
        {
            try
            {
                await Task.WhenAny(open).WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return outcome;
            }
            facts.Settle();
            outcome = await evaluate();
        }
        return outcome;
    }

    /// <summary>Logs what one has asked.</summary>
    public void Log(string id, IEnumerable<FactUse> uses)
    {
        foreach (var use in uses) LogAsked(id, use.Kind, use.Subject, use.State);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dry run {Id} asked for fact {Kind} of {Subject}: {State}")]
    private partial void LogAsked(string id, string kind, string subject, string state);

    private sealed class OverlayFactSource(StaticFacts given, IFactSource live) : IFactSource
    {
        public FactAnswer Find(FactRequest request) => given.Find(request) is { State: not FactState.Pending } known ? known : live.Find(request);

        public bool MayRenew(FactRequest request) => given.Find(request).State == FactState.Pending && live.MayRenew(request);

        public Task<FactAnswer>? FetchAsync(FactRequest request, RequestedIdentity identity) => live.FetchAsync(request, identity);
    }
}
