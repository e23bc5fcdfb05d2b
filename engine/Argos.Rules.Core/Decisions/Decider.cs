using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Decides confirmations. Each evaluation takes the newest snapshot once. While a policy waits, the decision is made again
/// whenever what it waits for changes, until the deadline.
/// </summary>
/// <param name="store">The snapshots.</param>
/// <param name="evaluator">Evaluates the policies.</param>
/// <param name="options">The limits.</param>
/// <param name="clock">The time.</param>
/// <param name="readiness">Whether a snapshot may be decided with.</param>
/// <param name="origin">Is asked for each path that a decision waits for; nothing is when left out.</param>
/// <param name="facts">Where facts come from; none are known when left out.</param>
/// <param name="shadows">Gets each decision, for the shadow policies; nobody is when left out.</param>
internal sealed class Decider(
    SnapshotStore store,
    Evaluator evaluator,
    DecisionOptions options,
    TimeProvider clock,
    IReadiness readiness,
    IOrigin? origin = null,
    IFactSource? facts = null,
    IShadows? shadows = null) : IDecider
{
    private const int MaximumSnapshots = 4;

    private readonly WaitingRoom _waiting = new(options, clock);

    /// <summary>The number of decisions that wait.</summary>
    public int Waiting => _waiting.Count;

    /// <inheritdoc/>
    public Task<Decision> DecideAsync(InstanceConfirmation confirmation, InstanceOperation operation, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var id = DecisionId.New(now);
        if (Ready() is not { } snapshot) return Task.FromResult(NotReady(id));
        var (input, problem) = PolicyInputReader.Read(confirmation, operation);
        if (input is null) return Task.FromResult(Refused(id, problem!));
        var known = new DecisionFacts(facts ?? StaticFacts.None, new RequestedIdentity(input.Domain, input.Service));
        var evaluation = evaluator.Evaluate(snapshot, input, now, known);
        if (evaluation.Verdict is Verdict.Waiting) return WaitAsync(new ShadowCase(id, snapshot, confirmation, input, now, known), evaluation, cancellation);
        var decision = evaluation.ToDecision(id);
        if (shadows is not null && HasShadows(snapshot, input))
            shadows.TryAdd(new ShadowCase(id, snapshot, confirmation, input, now, known) { Live = decision.Outcome });
        return Task.FromResult(decision);
    }

    private static bool HasShadows(Snapshot snapshot, PolicyInput input) => !snapshot.Applicable(input.Provider).Shadows.IsEmpty;

    /// <summary>The newest snapshot, if it may be decided with.</summary>
    private Snapshot? Ready()
    {
        for (var tries = 0; tries < MaximumSnapshots; tries++)
        {
            var snapshot = store.Current;
            if (readiness.NotReadyReasons(snapshot).IsEmpty) return snapshot;
            // Perhaps the newer one may.
            if (ReferenceEquals(snapshot, store.Current)) return null;
        }
        return null;
    }

    private async Task<Decision> WaitAsync(ShadowCase decided, Evaluation evaluation, CancellationToken cancellation)
    {
        var (id, input, known) = (decided.DecisionId, decided.Input, decided.Facts);
        using (var place = _waiting.TryEnter(input, ((Verdict.Waiting)evaluation.Verdict).Keys))
        {
            if (place is null) return evaluation.ToUndecided(id, DecisionCodes.Overloaded);
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.DeadlineSeconds), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            var absent = false;
            var budget = new WaitBudget(evaluator.Budget);
            while (evaluation.Verdict is Verdict.Waiting waiting)
            {
                // Nothing that arrives later in this decision can make up for a fact that it waits for without success.
                if (known.AnyUnreachable && evaluation.WaitsForFact) return evaluation.ToUndecided(id, [.. waiting.Codes, DecisionCodes.FactUnavailable]);
                var arrival = await ArrivalAsync(waiting.Keys, known.Fetch(), decided.Snapshot, either.Token);
                if (arrival.IsGivenUp)
                {
                    cancellation.ThrowIfCancellationRequested();
                    break;
                }
                // The set may have become incomplete or old meanwhile.
                if (Ready() is not { } snapshot) return NotReady(id);
                known.Settle();
                decided = decided with { Snapshot = snapshot, Now = clock.GetUtcNow() };
                budget.Begin();
                evaluation = evaluator.Evaluate(snapshot, input, decided.Now, known);
                budget.End();
                // A decision that is made waits for nothing more; one that still waits has had its share.
                if (budget.IsUsedUp && evaluation.Verdict is Verdict.Waiting { Codes: var still }) return evaluation.ToUndecided(id, [.. still, DecisionCodes.DecisionBudget]);
                // Looked at again first: what has arrived counts, whatever was said of it before.
                if (evaluation.WaitsFor(arrival.AbsentKey))
                {
                    absent = true;
                    break;
                }
            }
            var decision = absent && evaluation.Verdict is Verdict.Waiting { Codes: var codes }
                ? evaluation.ToUndecided(id, [.. codes, DecisionCodes.AbsentAtOrigin])
                : evaluation.ToTimedOut(id);
            if (HasShadows(decided.Snapshot, input)) shadows?.TryAdd(decided with { Live = decision.Outcome });
            return decision;
        }
    }

    /// <summary>Waits for a change of any of the keys, for any of the facts, or for the origin to say that it does not have one of them.</summary>
    private async Task<Arrival> ArrivalAsync(ImmutableArray<string> keys, IReadOnlyList<Task> fetches, Snapshot seen, CancellationToken cancellation)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var changes = new List<Task>((2 * keys.Length) + fetches.Count + 1);
        var absences = new Dictionary<Task, string>();
        changes.AddRange(fetches);
        // The fetches belong to all decisions: only the waiting for them is given up.
        if (keys.IsEmpty) changes.Add(Task.Delay(Timeout.InfiniteTimeSpan, clock, others.Token));
        foreach (var key in keys)
        {
            // The evaluator has checked the keys.
            if (!DataPath.TryParse(key, out var path, out _)) continue;
            changes.Add(store.NextChangeAsync(path, seen, others.Token));
            if (origin is not null) absences.Add(origin.AskAsync(path, others.Token), key);
        }
        try
        {
            var first = await Task.WhenAny(changes.Concat(absences.Keys));
            await first;
            return absences.TryGetValue(first, out var absent) ? new Arrival(false, absent) : Arrival.Changed;
        }
        catch (OperationCanceledException)
        {
            return Arrival.GivenUp;
        }
        finally
        {
            await others.CancelAsync();
        }
    }

    private Decision NotReady(string id) =>
        new() { Id = id, Outcome = DecisionOutcome.Undecided, Codes = [DecisionCodes.NotReady], Revision = store.Current.Revision };

    private Decision Refused(string id, Finding problem) => new()
    {
        Id = id,
        Outcome = DecisionOutcome.Denied,
        Codes = [problem.Code],
        Detail = problem.Detail,
        Revision = store.Current.Revision,
    };
}
