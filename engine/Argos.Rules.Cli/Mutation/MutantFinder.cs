using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Argos.Rules.Cli.Mutation;

/// <summary>Finds the changes that a forgotten or mistaken check would be: checks dropped or negated, operands dropped, comparisons moved by one.</summary>
internal sealed class MutantFinder
{
    private readonly string _source;
    private readonly SyntaxNode _root;
    private readonly ImmutableArray<Mutant>.Builder _found = ImmutableArray.CreateBuilder<Mutant>();

    private MutantFinder(string source)
    {
        _source = source;
        _root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14, kind: SourceCodeKind.Script)).GetRoot();
    }

    /// <summary>All mutants of a policy that compiles, in order of place.</summary>
    public static ImmutableArray<Mutant> Find(string source)
    {
        var finder = new MutantFinder(source);
        foreach (var node in finder._root.DescendantNodes()) finder.Visit(node);
        return finder._found.ToImmutable();
    }

    private void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case IfStatementSyntax check when Refuses(check.Statement):
                Add("check dropped", check.Span, check.Condition, check.Else is { } orElse ? orElse.Statement.ToString() : check.Parent is GlobalStatementSyntax or BlockSyntax ? "" : "{ }", shown: "");
                // A negated pattern would leave its variable without a value: that does not compile.
                if (!check.Condition.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any()) Add("check negated", check.Condition.Span, check.Condition, $"!({check.Condition})");
                break;
            case BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression:
                Add("operand dropped", binary.Span, binary, binary.Left.ToString());
                Add("operand dropped", binary.Span, binary, binary.Right.ToString());
                break;
            case BinaryPatternSyntax pattern:
                Add("pattern dropped", pattern.Span, pattern, pattern.Left.ToString());
                Add("pattern dropped", pattern.Span, pattern, pattern.Right.ToString());
                break;
            case BinaryExpressionSyntax comparison when Other(comparison.OperatorToken) is { } swapped:
                Add("comparison changed", comparison.OperatorToken.Span, comparison, swapped, $"{comparison.Left} {swapped} {comparison.Right}");
                break;
            case RelationalPatternSyntax relational when Other(relational.OperatorToken) is { } other:
                Add("comparison changed", relational.OperatorToken.Span, relational, other, $"{other} {relational.Expression}");
                break;
        }
    }

    private void Add(string kind, TextSpan span, SyntaxNode at, string replacement, string? shown = null)
    {
        var place = at.GetLocation().GetLineSpan().StartLinePosition;
        var changed = string.Concat(_source.AsSpan(0, span.Start), replacement, _source.AsSpan(span.End));
        _found.Add(new Mutant(kind, OneLine(at.ToString()), OneLine(shown ?? replacement), place.Line + 1, place.Character + 1, changed));
    }

    private static bool Refuses(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax { Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Deny" or "Wait" } } } => true,
        BlockSyntax { Statements: [.., var last] } => Refuses(last),
        _ => false,
    };

    private static string? Other(SyntaxToken comparison) => comparison.Kind() switch
    {
        SyntaxKind.LessThanToken => "<=",
        SyntaxKind.LessThanEqualsToken => "<",
        SyntaxKind.GreaterThanToken => ">=",
        SyntaxKind.GreaterThanEqualsToken => ">",
        SyntaxKind.EqualsEqualsToken => "!=",
        SyntaxKind.ExclamationEqualsToken => "==",
        _ => null,
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
