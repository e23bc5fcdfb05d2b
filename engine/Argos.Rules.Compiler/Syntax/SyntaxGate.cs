using System.Collections.Immutable;
using Argos.Rules.Sandbox;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Compiler.Syntax;

/// <summary>The second gate: only the node kinds of the policy language, within its structural limits. All refusals at once.</summary>
internal static class SyntaxGate
{
    public static ImmutableArray<Diagnostic> Check(string id, SyntaxTree tree)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        var root = tree.GetRoot();
        if (DepthOf(root) is { Depth: > SyntaxLimits.Depth } deep)
        {
            Add(deep.Node.GetLocation(), "ARG0202", $"the code is nested more than {SyntaxLimits.Depth} deep; give inner parts a name with `var`");
            return found.ToImmutable();
        }
        foreach (var node in Walk(root))
        {
            if (found.Count >= SyntaxLimits.Reports) break;
            Visit(node);
        }
        foreach (var trivia in root.DescendantTrivia().Where(static t => t.IsDirective).Take(SyntaxLimits.Reports))
        {
            Add(trivia.GetLocation(), "ARG0201", "preprocessor directives (`#...`) are not part of the policy language; remove the line");
        }
        foreach (var name in root.DescendantTokens().Where(static t => t.IsKind(SyntaxKind.IdentifierToken) && t.Text.Contains('\\')).Take(SyntaxLimits.Reports))
        {
            Add(name.GetLocation(), "ARG0211", "a name with escapes cannot be used in a policy: a reader sees another name than the compiler; write the characters");
        }
        if (root.DescendantNodes().OfType<StatementSyntax>().Skip(SyntaxLimits.Statements).FirstOrDefault() is { } statement)
        {
            Add(statement.GetLocation(), "ARG0203", $"a policy has at most {SyntaxLimits.Statements} statements; move tables to a data document");
        }
        return found.ToImmutable();

        void Visit(SyntaxNode node)
        {
            if (!AllowedSyntax.Contains(node.Kind()))
            {
                var (what, instead) = RefusedSyntax.Explain(node.Kind());
                Add(node.GetLocation(), "ARG0201", $"{what} cannot be used in a policy; {instead}");
                return;
            }
            if (ShapeCheck.Problem(node) is { } problem) Add(problem.At, problem.Code, problem.Message);
        }

        void Add(Microsoft.CodeAnalysis.Location at, string code, string message)
        {
            var start = at.GetLineSpan().StartLinePosition;
            found.Add(DiagnosticFactory.At(id, start.Line + 1, start.Character + 1, code, message));
        }
    }

    /// <summary>Whether a text, whatever else is wrong with it, can be looked at without costing more than its size.</summary>
    public static bool IsWithinLimits(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        return DepthOf(root).Depth <= SyntaxLimits.Depth && !root.DescendantNodes().OfType<LambdaExpressionSyntax>()
            .Any(static l => ShapeCheck.DepthOfFunctions(l) > SyntaxLimits.LambdaDepth);
    }

    /// <summary>All nodes, without the inside of those that are refused themselves: one mistake, one report.</summary>
    private static IEnumerable<SyntaxNode> Walk(SyntaxNode root) =>
        root.DescendantNodesAndSelf(static node => AllowedSyntax.Contains(node.Kind()) || node is StatementSyntax or MemberDeclarationSyntax and not BaseTypeDeclarationSyntax);

    private static (int Depth, SyntaxNode Node) DepthOf(SyntaxNode root)
    {
        // Iterative: the tree may be deep, that is the question.
        var deepest = (Depth: 0, Node: root);
        var stack = new Stack<(int Depth, SyntaxNode Node)>([(1, root)]);
        while (stack.TryPop(out var top))
        {
            if (top.Depth > deepest.Depth) deepest = top;
            if (top.Depth > SyntaxLimits.Depth) return top;
            foreach (var child in top.Node.ChildNodes()) stack.Push((top.Depth + 1, child));
        }
        return deepest;
    }
}
