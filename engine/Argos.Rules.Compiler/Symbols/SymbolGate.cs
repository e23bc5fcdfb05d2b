using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>
/// The third gate: every type and member that a policy names is on the list. It is there for its messages; what it overlooks
/// the metadata check refuses.
/// </summary>
internal static class SymbolGate
{
    public static ImmutableArray<Diagnostic> Check(string id, SemanticModel model, CancellationToken cancellation)
    {
        var reports = new Reports(id);
        var root = model.SyntaxTree.GetRoot(cancellation);
        var names = new NameCheck(model, reports);
        var arrays = new ArrayUseCheck(model, reports);
        var shapes = new ConversionCheck(model, names, reports);
        // What is inside comes first: of one refused thing only the innermost name is reported.
        foreach (var node in root.DescendantNodes().Reverse())
        {
            cancellation.ThrowIfCancellationRequested();
            switch (node)
            {
                case UsingDirectiveSyntax or NameColonSyntax:
                    continue;
                case ExpressionSyntax expression when !IsInUsing(expression):
                    names.Check(expression);
                    shapes.Check(expression);
                    arrays.Check(expression);
                    break;
                case CommonForEachStatementSyntax loop:
                    names.Check(loop);
                    shapes.Check(loop);
                    break;
                case PatternSyntax pattern:
                    shapes.Check(pattern);
                    break;
            }
        }
        CallGraph.Check(model, root, reports);
        PatternCheck.Check(model, root, reports);
        ReasonCodeCheck.Check(model, root, reports);
        OutcomeCheck.Check(model, root, reports);
        return reports.ToImmutable();
    }

    private static bool IsInUsing(ExpressionSyntax expression) => expression.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null;

    /// <summary>Whether a symbol is the policy's own.</summary>
    internal static bool IsOwn(ISymbol symbol, SemanticModel model) =>
        SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, model.Compilation.Assembly);
}
