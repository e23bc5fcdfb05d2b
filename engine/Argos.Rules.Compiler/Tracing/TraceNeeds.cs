using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Tracing;

/// <summary>
/// Finds what led to a <c>return</c>: the conditions it stands under, and, for each variable that they or its value name, the
/// conditions and calls that made that variable.
/// </summary>
/// <remarks>No iterators here: their classes name the compiler's types, and the engine, which looks through all its types, would load it.</remarks>
internal sealed class TraceNeeds
{
    private readonly SemanticModel _model;
    private readonly TracePoints _sites;
    private readonly ILookup<ISymbol, SyntaxNode> _makers;
    private readonly Dictionary<SyntaxNode, (int[] Sites, ISymbol[] Names)> _known = [];

    public TraceNeeds(SemanticModel model, TracePoints sites)
    {
        (_model, _sites) = (model, sites);
        _makers = model.SyntaxTree.GetRoot().DescendantNodes().SelectMany(Makers).ToLookup(static m => m.Symbol, static m => m.Maker, SymbolEqualityComparer.Default);
    }

    /// <summary>The numbers of those places, in the order of the text.</summary>
    public IEnumerable<int> Of(SyntaxNode place)
    {
        var needed = new SortedSet<int>();
        var seen = new HashSet<SyntaxNode>();
        var open = new Queue<SyntaxNode>([place, .. Above(place)]);
        while (open.TryDequeue(out var node))
        {
            if (!seen.Add(node)) continue;
            var (sites, names) = Look(node);
            needed.UnionWith(sites);
            foreach (var maker in names.SelectMany(n => _makers[n]))
            {
                open.Enqueue(maker);
                foreach (var above in Above(maker)) open.Enqueue(above);
            }
        }
        return needed;
    }

    private (int[] Sites, ISymbol[] Names) Look(SyntaxNode node)
    {
        if (_known.TryGetValue(node, out var known)) return known;
        var names = node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Select(n => _model.GetSymbolInfo(n).Symbol).OfType<ISymbol>()
            .Where(_makers.Contains).Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>();
        return _known[node] = ([.. _sites.Within(node)], [.. names]);
    }

    /// <summary>The conditions that decide whether a place is reached, up to the function it is in.</summary>
    private static List<SyntaxNode> Above(SyntaxNode place)
    {
        var conditions = new List<SyntaxNode>();
        for (var (at, child) = (place.Parent, place); at is not null and not (LambdaExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax); (at, child) = (at.Parent, at))
        {
            SyntaxNode? condition = at switch
            {
                IfStatementSyntax test => test.Condition,
                WhileStatementSyntax loop => loop.Condition,
                ForStatementSyntax loop => loop.Condition,
                ForEachStatementSyntax loop => loop.Expression,
                ConditionalExpressionSyntax choice => choice.Condition,
                SwitchStatementSyntax choice => choice.Expression,
                SwitchSectionSyntax section when child is StatementSyntax => section.Labels[^1],
                _ => null,
            };
            if (condition is not null && condition != child) conditions.Add(condition);
        }
        return conditions;
    }

    private (ISymbol Symbol, SyntaxNode Maker)[] Makers(SyntaxNode node)
    {
        var (symbol, maker) = node switch
        {
            VariableDeclaratorSyntax { Initializer: { } value } => (_model.GetDeclaredSymbol(node), value.Value),
            SingleVariableDesignationSyntax => (_model.GetDeclaredSymbol(node), node.FirstAncestorOrSelf<ExpressionSyntax>(static e => e is IsPatternExpressionSyntax or InvocationExpressionSyntax or SwitchExpressionSyntax)),
            ForEachStatementSyntax loop => (_model.GetDeclaredSymbol(loop), loop.Expression),
            AssignmentExpressionSyntax assignment => (_model.GetSymbolInfo(assignment.Left).Symbol, assignment),
            LocalFunctionStatementSyntax or MethodDeclarationSyntax => (_model.GetDeclaredSymbol(node), node),
            _ => ((ISymbol?)null, (SyntaxNode?)null),
        };
        return symbol is not null && maker is not null ? [(symbol, maker)] : [];
    }
}
