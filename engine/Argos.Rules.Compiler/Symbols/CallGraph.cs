using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>No recursion, as in Rego: a function that can reach itself is refused, so stacks are bounded by the text.</summary>
internal static class CallGraph
{
    public static void Check(SemanticModel model, SyntaxNode root, Reports reports)
    {
        var calls = new Dictionary<ISymbol, List<(ISymbol Callee, SyntaxNode At)>>(SymbolEqualityComparer.Default);
        foreach (var name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (Callee(model, name) is not { } callee) continue;
            if (Function(model, name) is not { } caller) continue;
            if (!calls.TryGetValue(caller, out var list)) calls.Add(caller, list = []);
            list.Add((callee, name));
        }
        foreach (var (caller, edges) in calls)
        {
            foreach (var (callee, at) in edges)
            {
                if (Reaches(calls, callee, caller)) reports.Add(at, "ARG0307", $"`{caller.Name}` calls itself{(SymbolEqualityComparer.Default.Equals(callee, caller) ? "" : $" through `{callee.Name}`")}; recursion is not part of the policy language, use a loop");
            }
        }
    }

    private static ISymbol? Callee(SemanticModel model, IdentifierNameSyntax name) => model.GetSymbolInfo(name).Symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.Ordinary } method when SymbolGate.IsOwn(method, model) => method,
        // A function in a variable: naming the variable inside its own function is recursion too.
        ILocalSymbol { Type.TypeKind: TypeKind.Delegate } local => local,
        IFieldSymbol { Type.TypeKind: TypeKind.Delegate } field when SymbolGate.IsOwn(field, model) => field,
        _ => null,
    };

    private static ISymbol? Function(SemanticModel model, SyntaxNode node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent)
        {
            if (at is MethodDeclarationSyntax or LocalFunctionStatementSyntax) return model.GetDeclaredSymbol(at);
            if (at is not LambdaExpressionSyntax) continue;
            if (at.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }) return model.GetDeclaredSymbol(variable);
            if (at.Parent is AssignmentExpressionSyntax assignment && model.GetSymbolInfo(assignment.Left).Symbol is ILocalSymbol or IFieldSymbol)
            {
                return model.GetSymbolInfo(((AssignmentExpressionSyntax)at.Parent).Left).Symbol;
            }
        }
        return null;
    }

    private static bool Reaches(Dictionary<ISymbol, List<(ISymbol Callee, SyntaxNode At)>> calls, ISymbol from, ISymbol to)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<ISymbol>([from]);
        while (open.TryPop(out var at))
        {
            if (SymbolEqualityComparer.Default.Equals(at, to)) return true;
            if (!seen.Add(at) || !calls.TryGetValue(at, out var edges)) continue;
            foreach (var (callee, _) in edges) open.Push(callee);
        }
        return false;
    }
}
