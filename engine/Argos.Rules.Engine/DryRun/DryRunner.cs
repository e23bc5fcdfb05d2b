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

/// <summary>Says what would be decided with other policies, other data or at another time. It stores nothing, waits for nothing and is no decision.</summary>
/// <param name="live">The snapshot in force.</param>
/// <param name="evaluator">Evaluates policies; it should tell nobody of unknown keys.</param>
/// <param name="candidates">Makes candidates ready.</param>
/// <param name="explainer">Explains, when the request asks for it.</param>
/// <param name="clock">The time, when the request names none.</param>
internal sealed class DryRunner(Func<Snapshot> live, Evaluator evaluator, CandidatePolicies candidates, Explainer explainer, TimeProvider clock)
{
    public async Task<DryRunResult> RunAsync(DryRunRequest request, CancellationToken cancellation)
    {
        if (!InstanceConfirmationJson.TryRead(request.Input, out var confirmation, out var problem)) return Refused($"`input` is no confirmation: {problem}");
        if (OperationOf(request.Operation) is not { } operation) return Refused("`operation` must be `register` or `refresh`");
        if (request.Explain is not (ExplainModes.Off or ExplainModes.Fails or ExplainModes.Full)) return Refused("`explain` must be `off`, `fails` or `full`");
        var current = live();
        var now = request.Now ?? clock.GetUtcNow();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var policies = await PoliciesAsync(request, current, diagnostics, cancellation);
        var data = DryRunOverlay.Lay(request.Only ? DataTree.Empty : current.Data, request.Data, diagnostics);
        var facts = GivenFacts.Read(request.Facts ?? ImmutableSortedDictionary<string, JsonElement>.Empty, wrong => diagnostics.Add(new Diagnostic(DryRunOverlay.FactsCode, $"`facts`: {wrong}")));
        if (diagnostics.Any(static d => d.Severity == "error")) return Refused("the candidates cannot be evaluated", diagnostics.ToImmutable());
        var tried = current with { Policies = policies, Data = data };
        var decision = Decide(tried, confirmation, operation, now, facts);
        var liveDecision = Decide(current, confirmation, operation, now, facts);
        var answer = new DryRunAnswer
        {
            Decision = decision,
            Live = liveDecision,
            Changed = Differ(decision, liveDecision),
            Policies = decision.Policies,
            Diagnostics = diagnostics.ToImmutable(),
        };
        return new DryRunResult(await ExplainAsync(answer, tried, PolicyInputReader.Read(confirmation, operation), now, facts, request.Explain, cancellation), null);
    }

    private async Task<DryRunAnswer> ExplainAsync(
        DryRunAnswer answer, Snapshot tried, (PolicyInput? Input, Finding? Problem) read, DateTimeOffset now, GivenFacts facts, string mode, CancellationToken cancellation)
    {
        if (mode == ExplainModes.Off) return answer;
        // The engine itself refused: no policy has seen it.
        if (read.Input is null) return answer with { Explanation = $"no policy was asked: `{read.Problem!.Code}`, {read.Problem.Detail}" };
        var explanation = (await explainer.ExplainAsync(tried, read.Input, now, mode, cancellation, new DecisionFacts(facts)))!;
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

    private Decision Decide(Snapshot snapshot, InstanceConfirmation confirmation, InstanceOperation operation, DateTimeOffset now, GivenFacts facts)
    {
        var id = DecisionId.New(clock.GetUtcNow());
        var (input, problem) = PolicyInputReader.Read(confirmation, operation);
        return input is null
            ? new Decision { Id = id, Outcome = DecisionOutcome.Denied, Codes = [problem!.Code], Revision = snapshot.Revision }
            : evaluator.Evaluate(snapshot, input, now, new DecisionFacts(facts)).ToDecision(id);
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
