using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Documents;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Language;
using Argos.Rules.Language.Facts;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Evaluates the policies for one input: a function of snapshot, input and time. The callback, dry runs and tests of policies
/// all use it.
/// </summary>
/// <param name="tokens">Verifies tokens.</param>
/// <param name="clock">Measures how long policies take; the time of the decision is given by the caller.</param>
/// <param name="unknownKey">Gets the path of a key set that does not have a token's key; <see langword="null"/> when nobody is to know.</param>
/// <param name="suspension">Keeps policies that use up their budget from running; <see langword="null"/> where nothing is decided, so that a trial run suspends nothing.</param>
/// <param name="budget">What the policies may use together; the default budget when left out.</param>
internal sealed class Evaluator(
    TokenVerification tokens, TimeProvider clock, Action<string>? unknownKey = null, ISuspension? suspension = null, EvaluationBudget? budget = null)
{
    private readonly EvaluationBudget _budget = budget ?? EvaluationBudget.Default;
    private readonly DocumentVerification _documents = new();

    /// <summary>Evaluates the policies that decide. Those in shadow mode do not run where decisions are made.</summary>
    public Evaluation Evaluate(Snapshot snapshot, PolicyInput input, DateTimeOffset now, DecisionFacts? facts = null) =>
        Evaluate(snapshot.Applicable(input.Provider).Enforced, snapshot.Data, snapshot.Revision, input, now, facts);

    /// <summary>Evaluates these policies.</summary>
    public Evaluation Evaluate(ImmutableArray<ProviderPolicy> policies, IDataView data, long revision, PolicyInput input, DateTimeOffset now, DecisionFacts? facts)
    {
        var evidence = new Evidence(data, new TokenVerifier(tokens, data, now, unknownKey));
        PolicyContext? context = null;
        var results = new PolicyResult[policies.Length];
        var texts = new WrittenText();
        var meter = new EvaluationMeter(_budget);
        for (var i = 0; i < results.Length; i++)
        {
            var (policy, settings, _, refusal) = policies[i];
            if (refusal is not null)
            {
                results[i] = texts.Bound(PolicyRun.Refused(policy, refusal, input));
                continue;
            }
            // Policies share a context unless their defaults differ.
            if (context?.Settings != settings)
            {
                context = new PolicyContext(input, settings, evidence, evidence, now, facts)
                {
                    Documents = new PolicyDocuments(new DocumentVerifier(_documents, data)),
                };
            }
            facts?.Begin();
            // INVARIANT: a policy that was not run denies; it is never skipped.
            results[i] = texts.Bound(i > 0 && meter.Problem() is { } problem
                ? PolicyRun.NotRun(policy, problem)
                : DeferWhileFactPending(PolicyRun.Execute(policy, context, clock, suspension), facts?.Open, input));
        }
        var all = ImmutableCollectionsMarshal.AsImmutableArray(results);
        var evaluation = new Evaluation(Combiner.Combine(all), all, evidence, revision);
        return facts is { Any: true } ? evaluation with { Facts = FactUses.Of(facts, input) } : evaluation;
    }

    // INVARIANT: nobody is granted anything by what is not known yet. A policy that does not ask whether a fact is known reads it as empty.
    private static PolicyResult DeferWhileFactPending(PolicyResult result, FactRequest? open, PolicyInput input) => result.Outcome == PolicyOutcomes.Allow && open is not null
        ? result with { Outcome = PolicyOutcomes.Wait, Code = DecisionCodes.FactPending, WaitsForFact = SecretText.Safe(open.ToString(), input), Attributes = null }
        : result;
}
