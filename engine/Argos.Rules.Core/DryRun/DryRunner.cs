using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Trials;
using Argos.Rules.Language;

namespace Argos.Rules.Core.DryRun;

/// <summary>
/// Says what would be decided with other policies, other data or at another time. It stores nothing, waits for nothing but facts that it is
/// to find out, and is not a decision.
/// </summary>
/// <param name="live">The snapshot in force.</param>
/// <param name="trial">Evaluates policies, never where decisions are made.</param>
/// <param name="candidates">Makes candidates ready.</param>
/// <param name="traced">Makes the traced form of policies, when the request asks to explain.</param>
/// <param name="clock">The time, when the request names none.</param>
/// <param name="liveFacts">Finds out facts; <see langword="null"/> where there is nobody to ask.</param>
internal sealed class DryRunner(
    Func<Snapshot> live, ITrial trial, CandidatePolicies candidates, TracedPolicies traced, TimeProvider clock, DryRunFacts? liveFacts = null)
    : IDryRunner
{
    public async Task<DryRunResult> RunAsync(DryRunRequest request, CancellationToken cancellation)
    {
        if (!InstanceConfirmationJson.TryRead(request.Input, out var confirmation, out var problem))
            return Refused($"`input` is not a confirmation: {problem}");
        if (OperationOf(request.Operation) is not { } operation) return Refused("`operation` must be `register` or `refresh`");
        if (request.Explain is not (ExplainModes.Off or ExplainModes.Fails or ExplainModes.Full)) return Refused("`explain` must be `off`, `fails` or `full`");
        if (!request.LiveFacts) return await RunAsync(request, confirmation, operation, null, cancellation);
        if (liveFacts is null) return Refused("`liveFacts` needs an engine that can ask; give `facts` by value here");
        if (!liveFacts.TryEnter()) return Refused($"{DryRunFacts.MaximumRuns} dry runs with `liveFacts` are under way: try again when they have ended");
        try
        {
            return await RunAsync(request, confirmation, operation, liveFacts, cancellation);
        }
        finally
        {
            liveFacts.Release();
        }
    }

    private async Task<DryRunResult> RunAsync(DryRunRequest request, InstanceConfirmation confirmation, InstanceOperation operation, DryRunFacts? asked, CancellationToken cancellation)
    {
        var current = live();
        var now = request.Now ?? clock.GetUtcNow();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var policies = await PoliciesAsync(request, current, diagnostics, cancellation);
        var data = DryRunOverlay.Lay(request.Only ? DataTree.Empty : current.Data, request.Data, diagnostics);
        var given =
            StaticFacts.Read(request.Facts ?? ImmutableSortedDictionary<string, JsonElement>.Empty, wrong =>
            diagnostics.Add(new Diagnostic(DryRunOverlay.FactsCode, $"`facts`: {wrong}")));
        if (diagnostics.Any(static d => d.Severity == "error")) return Refused("the candidates cannot be evaluated", diagnostics.ToImmutable());
        if (PolicyInputReader.Read(confirmation, operation).Problem is { } unread) return NotRead(current, unread, request.Explain, diagnostics);
        var tried = current with { Policies = policies, Data = data };
        var facts = asked?.After(given) ?? given;
        var got = await DecideAsync(CaseOf(tried, confirmation, operation, now, facts), asked, cancellation);
        var liveGot = await DecideAsync(CaseOf(current, confirmation, operation, now, facts), asked, cancellation);
        if (got.Decision is not { } decision || liveGot.Decision is not { } liveDecision) return Refused($"the policies cannot be evaluated: {got.Problem ?? liveGot.Problem}");
        var answer = new DryRunResponse
        {
            Decision = decision,
            Live = liveDecision,
            Changed = Differ(decision, liveDecision),
            Policies = decision.Policies,
            Diagnostics = diagnostics.ToImmutable(),
            InvalidSettings = [.. SettingsReview.Of(tried, confirmation.Provider).Where(static invalid => invalid.Code != DecisionCodes.NoPolicyApplies)],
        };
        return request.Explain == ExplainModes.Off ? new DryRunResult(answer, null) : await ExplainAsync(answer, tried, got.Case, request.Explain, cancellation);
    }

    /// <summary>The engine itself refuses: no policy sees it.</summary>
    private DryRunResult NotRead(Snapshot snapshot, Finding problem, string explain, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var decision = new Decision { Id = DecisionId.New(clock.GetUtcNow()), Outcome = DecisionOutcome.Denied, Codes = [problem.Code], Detail = problem.Detail };
        var answer = new DryRunResponse
        {
            Decision = decision with { Revision = snapshot.Revision },
            Live = decision with { Revision = snapshot.Revision },
            Changed = false,
            Policies = [],
            Diagnostics = diagnostics.ToImmutable(),
            Explanation = explain == ExplainModes.Off ? null : $"no policy was asked: `{problem.Code}`, {problem.Detail}",
        };
        return new DryRunResult(answer, null);
    }

    private async Task<DryRunResult> ExplainAsync(DryRunResponse answer, Snapshot tried, TrialCase evaluated, string mode,
        CancellationToken cancellation)
    {
        var images = await traced.CompileAsync(evaluated.Policies.Select(static p => p.Policy), cancellation);
        var outcome = await trial.EvaluateAsync(evaluated with { Explain = mode, Traced = images }, cancellation);
        if (outcome.Evaluation is not { } evaluation) return Refused($"the policies cannot be explained: {outcome.Problem}");
        var traces = outcome.Traces.ToDictionary(static t => t.Policy, StringComparer.Ordinal);
        var explained = answer with
        {
            Explanation = ExplanationText.Summary(tried.Policies, evaluation, evaluated.Confirmation.Provider),
            Policies = [.. answer.Policies.Select(p => traces.TryGetValue(p.Policy, out var trace) ? p.With(trace) : p)],
        };
        return new DryRunResult(explained, null);
    }

    // All that apply, also those in shadow mode: a dry run tells what they would say.
    private static TrialCase CaseOf(Snapshot snapshot, InstanceConfirmation confirmation, InstanceOperation operation, DateTimeOffset now, IFactSource facts) => new(
        snapshot.Applicable(confirmation.Provider).Policies, snapshot.Data, confirmation, operation, now, new DecisionFacts(facts, RequestedIdentity.DryRun),
        snapshot.Revision);

    private async Task<PolicySet> PoliciesAsync(DryRunRequest request, Snapshot current, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellation)
    {
        var policies = request.Only ? PolicySet.Empty : current.Policies;
        foreach (var (id, source) in request.Policies ?? ImmutableSortedDictionary<string, string?>.Empty)
        {
            if (source is null)
            {
                policies = policies.Without(id);
                continue;
            }
            var candidate = await candidates.PrepareAsync(id, source, cancellation);
            diagnostics.AddRange(candidate.Diagnostics);
            if (candidate.Policy is not null) policies = policies.With(candidate.Policy);
        }
        return policies;
    }

    private async Task<Tried> DecideAsync(TrialCase evaluated, DryRunFacts? asked, CancellationToken cancellation)
    {
        var id = DecisionId.New(clock.GetUtcNow());
        var facts = evaluated.Facts;
        var outcome = asked is null
            ? await trial.EvaluateAsync(evaluated, cancellation)
            : await asked.SettleAsync(() => trial.EvaluateAsync(evaluated, cancellation), facts, cancellation);
        if (outcome.Evaluation is not { } evaluation) return new Tried(evaluated, null, outcome.Problem);
        // As in a decision: nothing that arrives later can make up for it.
        var decision = asked is not null && facts.AnyUnreachable && evaluation is { WaitsForFact: true, Verdict: Verdict.Waiting waiting }
            ? evaluation.ToUndecided(id, [.. waiting.Codes, DecisionCodes.FactUnavailable])
            : evaluation.ToDecision(id);
        asked?.Log(id, decision.Facts);
        return new Tried(evaluated, decision, null);
    }

    private static InstanceOperation? OperationOf(string name) => name switch
    {
        "register" => InstanceOperation.Register,
        "refresh" => InstanceOperation.Refresh,
        _ => null,
    };

    private static bool Differ(Decision one, Decision other) =>
        one.Outcome != other.Outcome || !one.Codes.SequenceEqual(other.Codes) || !one.Attributes.SequenceEqual(other.Attributes);

    private static DryRunResult Refused(string message, ImmutableArray<Diagnostic>? errors = null) =>
        new(null, new ErrorBody(ErrorCodes.InvalidParameter, message, errors));

    /// <summary>What would be decided; instead why that cannot be told.</summary>
    private sealed record Tried(TrialCase Case, Decision? Decision, string? Problem);
}
