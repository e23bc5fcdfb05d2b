using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions.Recording;
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
/// <param name="unknownKey">Gets the path of a key set that does not have a token's key; <see langword="null"/> when nobody is to
/// know.</param>
/// <param name="suspension">Keeps policies that use up their budget from running; <see langword="null"/> where nothing is decided, so that a trial run suspends nothing.</param>
/// <param name="budget">What the policies may use together; the default budget when left out.</param>
/// <param name="evidence">Whether evaluations keep what they read.</param>
internal sealed class Evaluator(
    TokenVerification tokens, TimeProvider clock, Action<string>? unknownKey = null, ISuspension? suspension = null, EvaluationBudget? budget = null, bool evidence = false)
{
    private readonly DocumentVerification _documents = new();

    /// <summary>What the policies of one evaluation may use together.</summary>
    public EvaluationBudget Budget { get; } = budget ?? EvaluationBudget.Default;

    /// <summary>Evaluates the policies that decide. Those in shadow mode do not run where decisions are made.</summary>
    public Evaluation Evaluate(Snapshot snapshot, PolicyInput input, DateTimeOffset now, DecisionFacts? facts = null) =>
        Evaluate(snapshot.Applicable(input.Provider).Enforced, snapshot.Data, snapshot.Revision, input, now, facts) with
        {
            PolicySetDigest = snapshot.Policies.Digest,
            DataDigest = snapshot.Data.DigestText,
        };

    /// <summary>Evaluates these policies.</summary>
    /// <param name="policies">The policies, in order of id.</param>
    /// <param name="data">The data that they may read.</param>
    /// <param name="revision">The revision of the data.</param>
    /// <param name="input">The input.</param>
    /// <param name="now">The time.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="checks">Verifies tokens and documents instead of this evaluator, for a replay.</param>
    public Evaluation Evaluate(ImmutableArray<ProviderPolicy> policies, IDataView data, long revision, PolicyInput input, DateTimeOffset now, DecisionFacts? facts, IChecks? checks = null)
    {
        var recorder = evidence ? new EvidenceRecorder() : null;
        var reads = new DataReads(data, recorder);
        var seen = new Evidence(reads, checks?.Tokens ?? new TokenVerifier(tokens, reads, now, unknownKey), recorder);
        var documents = checks?.Documents ?? new DocumentVerifier(_documents, reads);
        if (recorder is not null) documents = new RecordingDocuments(documents, recorder);
        PolicyContext? context = null;
        var results = new PolicyResult[policies.Length];
        var texts = new WrittenText();
        var meter = new EvaluationMeter(Budget);
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
                context = new PolicyContext(input, settings, seen, seen, now, facts)
                {
                    Documents = new PolicyDocuments(documents),
                };
            }
            facts?.Begin();
            // INVARIANT: a policy that was not run denies; it is never skipped.
            results[i] = texts.Bound(i > 0 && meter.Problem() is { } problem
                ? PolicyRun.NotRun(policy, problem)
                : DeferWhileFactPending(PolicyRun.Execute(policy, context, clock, suspension), facts?.Open, input));
        }
        var all = ImmutableCollectionsMarshal.AsImmutableArray(results);
        var evaluation = new Evaluation(Combiner.Combine(all), all, seen, revision)
        {
            Settings = input.Provider.Contains('/') ? null : reads.Describe(Snapshot.SettingsRoot + input.Provider),
            Documents = reads.Documents,
            Recorded = recorder is null ? null : new DecisionEvidence(recorder, input, Snapshot.SettingsOf(data, input.Provider), now, facts),
        };
        return facts is { Any: true } ? evaluation with { Facts = FactUses.Of(facts, input) } : evaluation;
    }

    // INVARIANT: nobody is granted anything by what is not known yet. A policy that does not ask whether a fact is known reads it as empty.
    private static PolicyResult DeferWhileFactPending(PolicyResult result, FactRequest? open, PolicyInput input) =>
        result.Outcome == PolicyOutcomes.Allow && open is not null
        ? result with { Outcome = PolicyOutcomes.Wait, Code = DecisionCodes.FactPending, WaitsForFact = SecretText.Safe(open.ToString(), input), Attributes = null }
        : result;
}
