using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>
/// A loop, or an <c>All</c>, over data that may not be there, with an <c>Allow</c> behind it. Of nothing everything holds: without the data
/// the check is
/// skipped, and the policy grants.
/// </summary>
internal static class EmptyHolds
{
    private static readonly string[] Parts = [nameof(DataValue.Items), nameof(DataValue.Texts), nameof(DataValue.Names)];

    /// <summary>What shows that an author has thought of data that is not there.</summary>
    private static readonly string[] Looks = [nameof(DataValue.Exists), nameof(DataValue.Count), nameof(DataValue.IsArray),
        nameof(DataValue.IsObject), nameof(PolicySettings.FirstMissing), "Any"];

    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root, SemanticModel model)
    {
        foreach (var node in root.DescendantNodes())
        {
            var over = node switch
            {
                ForEachStatementSyntax loop when Refuses(loop.Statement) => loop.Expression,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "All" } call } =>
                    call.Expression,
                _ => null,
            };
            if (over is null || Source(over, model) is not { } source || !GrantsBehind(node, root, model)
                || IsLookedAt(source, node, root, model)) continue;
            var what = node is ForEachStatementSyntax ? "the loop checks nothing" : "`All` holds";
            yield return new(over, "ARG1008",
                $"when `{source.ToString().ReplaceLineEndings(" ")}` is not there, {what} and the policy goes on to allow; ask `.Exists` before, and wait or deny");
        }
    }

    private static bool Refuses(StatementSyntax body) => body.DescendantNodesAndSelf().OfType<ReturnStatementSyntax>()
        .Any(static r =>
            r.Expression
            is InvocationExpressionSyntax
            {
                Expression: IdentifierNameSyntax
                {
                    Identifier.Text: nameof(PolicyContext.Deny) or nameof(
            PolicyContext.Wait)
                }
            });

    /// <summary>The data value whose items are walked over, through the methods of sequences and a variable.</summary>
    private static ExpressionSyntax? Source(ExpressionSyntax over, SemanticModel model) => over switch
    {
        ParenthesizedExpressionSyntax inner => Source(inner.Expression, model),
        MemberAccessExpressionSyntax access when Parts.Contains(access.Name.Identifier.Text, StringComparer.Ordinal)
            && IsData(access.Expression, model) => Shared(access.Expression, model) ? access.Expression : null,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } when model.GetSymbolInfo(call).Symbol
            is IMethodSymbol { ReducedFrom: not null } => Source(call.Expression, model),
        IdentifierNameSyntax name when Value(name, model) is { } value => Source(value, model),
        _ => null,
    };

    private static bool IsData(ExpressionSyntax node, SemanticModel model) => model.GetTypeInfo(node).Type is { Name: nameof(DataValue) };

    /// <summary>Whether a value comes out of the data tree. What a token says, or the settings that the front matter declares, is another
    /// matter.</summary>
    private static bool Shared(ExpressionSyntax value, SemanticModel model) => value switch
    {
        ElementAccessExpressionSyntax { Expression: var owner } => model.GetTypeInfo(owner).Type is { Name: nameof(PolicyData) }
            || Shared(owner, model),
        IdentifierNameSyntax name => Value(name, model) is { } initial && Shared(initial, model),
        _ => false,
    };

    private static ExpressionSyntax? Value(IdentifierNameSyntax name, SemanticModel model) =>
        model.GetSymbolInfo(name).Symbol is { DeclaringSyntaxReferences: [var declared] }
            && declared.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value } ? value : null;

    private static bool GrantsBehind(SyntaxNode node, SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
        call.SpanStart > node.SpanStart && call.Expression is IdentifierNameSyntax { Identifier.Text: nameof(PolicyContext.Allow) }
            && model.GetSymbolInfo(call).Symbol?.ContainingType is { Name: nameof(PolicyContext) });

    /// <summary>Whether the policy asks that value, or the variable that holds it, whether it is there.</summary>
    private static bool IsLookedAt(ExpressionSyntax source, SyntaxNode node, SyntaxNode root, SemanticModel model)
    {
        var names = new List<ExpressionSyntax> { source };
        for (var at = source; at is IdentifierNameSyntax name && Value(name, model) is { } value; at = value) names.Add(value);
        // Who has asked for the whole has thought of the part.
        names.AddRange(names.SelectMany(Owners).ToArray());
        return root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Any(access => access.SpanStart < node.Span.End && Looks.Contains(access.Name.Identifier.Text, StringComparer.Ordinal)
            && names.Any(n => SyntaxFactory.AreEquivalent(n, Walked(access.Expression))));
    }

    private static IEnumerable<ExpressionSyntax> Owners(ExpressionSyntax node)
    {
        for (var at = node; at is ElementAccessExpressionSyntax access; at = access.Expression) yield return access.Expression;
    }

    /// <summary>The value before `.Texts`, of which somebody asks `Any` or `Count`.</summary>
    private static ExpressionSyntax Walked(ExpressionSyntax asked) =>
        asked is MemberAccessExpressionSyntax part && Parts.Contains(part.Name.Identifier.Text, StringComparer.Ordinal) ? part.Expression
            : asked;
}
