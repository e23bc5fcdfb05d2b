using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>
/// A fact that is read, and nobody asks whether it is known. Such a policy is not suspended by itself: it goes on with a fact that reads
/// as empty and <c>false</c>, so it refuses before anybody was asked. (A grant would wait: the evaluator makes it.)
/// </summary>
internal static class UncheckedFact
{
    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root, SemanticModel model)
    {
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { ContainingType: { } source, ReturnType: { } type } || Test(type) is not { } test || ResultUses.IsTested(call, [test], root, model)) continue;
            yield return new(call, "ARG1006", $"{Name(source)} may not be known yet, and nobody asks; it reads as empty and `false` then, and what is refused for that is not found out; write `{Advice(test)}`");
        }
    }

    private static string? Test(ITypeSymbol type) => type switch
    {
        { Name: nameof(CallerCheck) } => nameof(CallerCheck.WaitsFor),
        { BaseType: { Name: nameof(Fact) } fact } when fact.ContainingNamespace.ToDisplayString() == typeof(Fact).Namespace => nameof(Fact.Pending),
        _ => null,
    };

    private static string Advice(string test) =>
        test == nameof(Fact.Pending) ? "if (fact.Pending) return Wait(fact, \"fact-pending\");" : "if (caller.WaitsFor is { } fact) return Wait(fact, caller.Code);";

    private static string Name(INamedTypeSymbol source) => source.Name switch
    {
        nameof(CallerRules) => "what `Callers` says",
        var name when name.StartsWith("Policy", StringComparison.Ordinal) => $"what `{name["Policy".Length..]}` says",
        _ => "a fact",
    };
}
