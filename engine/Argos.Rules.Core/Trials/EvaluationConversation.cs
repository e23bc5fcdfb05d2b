using System.Collections.Immutable;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Policies.Providers;
using Argos.Rules.Sandbox;

namespace Argos.Rules.Core.Trials;

/// <summary>Asks the trial process for an evaluation.</summary>
internal sealed class EvaluationConversation(TrialCase trial, TrialBudget budget)
    : TrialConversation<EvaluationResponse>(
        TrialFrame.Of(TrialFrame.Evaluation, Request(trial, budget), TrialJson.Default.EvaluationRequest),
        TrialJson.Default.EvaluationResponse)
{
    protected override TrialAnswers Answers() => new(Images(trial), trial.Data, trial.Facts);

    protected override bool IsAnswer(EvaluationResponse answer) =>
        answer.IsWhole && answer.Results.Select(static r => r.Policy).SequenceEqual(trial.Policies.Select(static p => p.Policy.Id), StringComparer.Ordinal);

    protected override bool IsLast(EvaluationResponse answer) => answer.IsLast;

    private static EvaluationRequest Request(TrialCase trial, TrialBudget budget)
    {
        var asked = trial.Confirmation;
        return new EvaluationRequest(
            budget, [.. trial.Policies.Select(p => PolicyOf(p, trial.Traced))], asked.Provider, asked.Domain, asked.Service, asked.AttestationData, asked.Attributes,
            trial.Operation, trial.Now, trial.Explain);
    }

    private static TrialPolicy PolicyOf(ProviderPolicy applied, TracedImages traced)
    {
        var policy = applied.Policy;
        return new TrialPolicy(
            policy.Id, policy.ContentHash, policy.FrontMatter.Shadow, ImageOf(policy).Hash, traced.Images.GetValueOrDefault(policy.ContentHash)?.Hash,
            traced.Problems.GetValueOrDefault(policy.ContentHash))
        {
            Refusal = applied.Refusal,
            Defaults = applied.Defaults.ToImmutableDictionary(static d => d.Key, static d => d.Value.Element),
        };
    }

    private static ImmutableDictionary<string, CompiledPolicy> Images(TrialCase trial)
    {
        var images = ImmutableDictionary.CreateBuilder<string, CompiledPolicy>(StringComparer.Ordinal);
        foreach (var policy in trial.Policies.Select(static p => p.Policy))
        {
            images[ImageOf(policy).Hash] = ImageOf(policy);
            if (trial.Traced.Images.TryGetValue(policy.ContentHash, out var traced)) images[traced.Hash] = traced;
        }
        return images.ToImmutable();
    }

    private static CompiledPolicy ImageOf(ActivePolicy policy) => policy.Compiled ?? throw new InvalidOperationException("a policy without an image cannot be tried out");
}
