using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Facts;
using Argos.Rules.Language;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Decisions;

/// <summary>Reports which facts a decision used, without secrets.</summary>
internal static class FactUses
{
    /// <summary>The most that are reported: a policy may ask for very many.</summary>
    public const int Maximum = 32;

    public static ImmutableArray<FactUse> Of(DecisionFacts facts, PolicyInput input) =>
        [.. facts.All.OrderBy(static f => f.Request.Id, StringComparer.Ordinal).Take(Maximum).Select(f => Use(f.Request, f.Answer, input))];

    private static FactUse Use(FactRequest request, FactAnswer answer, PolicyInput input) => new(
        request.Kind, SecretText.Safe(request.Subject, input)!, State(answer.State), SecretText.Safe(answer.Problem, input));

    private static string State(FactState state) => state switch
    {
        FactState.Known => "known",
        FactState.Refused => "refused",
        FactState.Unreachable => "unreachable",
        _ => "pending",
    };
}
