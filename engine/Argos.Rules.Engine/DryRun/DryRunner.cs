using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Language;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Data;
using Argos.Rules.Engine.Decisions;
using Argos.Rules.Engine.Explain;
using Argos.Rules.Engine.Facts;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Snapshots;

namespace Argos.Rules.Engine.DryRun;

/// <summary>Says what would be decided with other policies, other data or at another time. It stores nothing, waits for nothing but facts that it is to find out, and is no decision.</summary>
/// <param name="live">The snapshot in force.</param>
/// <param name="evaluator">Evaluates policies; it should tell nobody of unknown keys.</param>
/// <param name="candidates">Makes candidates ready.</param>
/// <param name="explainer">Explains, when the request asks for it.</param>
/// <param name="clock">The time, when the request names none.</param>
/// <param name="liveFacts">Finds out facts; <see langword="null"/> where there is nobody to ask.</param>
internal sealed class DryRunner(Func<Snapshot> live, Evaluator evaluator, CandidatePolicies candidates, Explainer explainer, TimeProvider clock, DryRunFacts? liveFacts = null)
{
    public async Task<DryRunResult> RunAsync(DryRunRequest request, CancellationToken cancellation)
    {
        if (!InstanceConfirmationJson.TryRead(request.Input, out var confirmation, out var problem)) return Refused($"`input` is no confirmation: {problem}");
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
            liveFacts.Leave();
        }
    }

    private async Task<DryRunResult> RunAsync(DryRunRequest request, InstanceConfirmation confirmation, InstanceOperation operation, DryRunFacts? asked, CancellationToken cancellation)
    {
        var current = live();
        var now = request.Now ?? clock.GetUtcNow();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var policies = await PoliciesAsync(request, current, diagnostics, cancellation);
        var data = DryRunOverlay.Lay(request.Only ? DataTree.Empty : current.Data, request.Data, diagnostics);
        var given = GivenFacts.Read(request.Facts ?? ImmutableSortedDictionary<string, JsonElement>.Empty, wrong => diagnostics.Add(new Diagnostic(DryRunOverlay.FactsCode, $"`facts`: {wrong}")));
        if (diagnostics.Any(static d => d.Severity == "error")) return Refused("the candidates cannot be evaluated", diagnostics.ToImmutable());
        var tried = current with { Policies = policies, Data = data };
        var facts = asked?.After(given) ?? given;
        var (decision, known) = await DecideAsync(tried, confirmation, operation, now, facts, asked, cancellation);
        var (liveDecision, _) = await DecideAsync(current, confirmation, operation, now, facts, asked, cancellation);
        var answer = new DryRunAnswer
        {
            Decision = decision,
            Live = liveDecision,
            Changed = Differ(decision, liveDecision),
            Policies = decision.Policies,
            Diagnostics = diagnostics.ToImmutable(),
        };
        return new DryRunResult(await ExplainAsync(answer, tried, PolicyInputReader.Read(confirmation, operation), now, known, request.Explain, cancellation), null);
    }

    private async Task<DryRunAnswer> ExplainAsync(
        DryRunAnswer answer, Snapshot tried, (PolicyInput? Input, Finding? Problem) read, DateTimeOffset now, DecisionFacts facts, string mode, CancellationToken cancellation)
    {
        if (mode == ExplainModes.Off) return answer;
        // The engine itself refused: no policy has seen it.
        if (read.Input is null) return answer with { Explanation = $"no policy was asked: `{read.Problem!.Code}`, {read.Problem.Detail}" };
        var explanation = (await explainer.ExplainAsync(tried, read.Input, now, mode, cancellation, facts))!;
        var traces = explanation.Policies.ToDictionary(static t => t.Policy, StringComparer.Ordinal);
        return answer with { Explanation = explanation.Summary, Policies = [.. answer.Policies.Select(p => traces.TryGetValue(p.Policy, out var trace) ? p.With(trace) : p)] };
    }

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

    private async Task<(Decision Decision, DecisionFacts Facts)> DecideAsync(
        Snapshot snapshot, InstanceConfirmation confirmation, InstanceOperation operation, DateTimeOffset now, IFactSource source, DryRunFacts? asked, CancellationToken cancellation)
    {
        var id = DecisionId.New(clock.GetUtcNow());
        var facts = new DecisionFacts(source, RequestedIdentity.DryRun);
        var (input, problem) = PolicyInputReader.Read(confirmation, operation);
        if (input is null)
        {
            var refused = new Decision { Id = id, Outcome = DecisionOutcome.Denied, Codes = [problem!.Code], Detail = problem.Detail };
            return (refused with { Revision = snapshot.Revision }, facts);
        }
        var evaluation = asked is null ? Evaluate() : await asked.SettleAsync(Evaluate, facts, cancellation);
        // As in a decision: nothing that arrives later can make up for it.
        var decision = asked is not null && facts.AnyUnreachable && evaluation is { WaitsForFact: true, Verdict: Verdict.Waiting waiting }
            ? evaluation.ToUndecided(id, [.. waiting.Codes, DecisionCodes.FactUnavailable])
            : evaluation.ToDecision(id);
        asked?.Log(id, decision.Facts);
        return (decision, facts);

        Evaluation Evaluate() => evaluator.Evaluate(snapshot, input, now, facts);
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
}
