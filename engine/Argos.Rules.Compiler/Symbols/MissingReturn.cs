using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>A policy that can come to its end without an outcome: it would fail there.</summary>
internal static class MissingReturn
{
    /// <summary>The statement after which a policy can end; <see langword="null"/> when every way through it returns.</summary>
    public static StatementSyntax? Find(SyntaxNode root)
    {
        var statements = root.ChildNodes().OfType<GlobalStatementSyntax>().Select(static g => g.Statement)
            .Where(static s => s is not LocalFunctionStatementSyntax).ToArray();
        return statements.Any(Ends) ? null : statements.LastOrDefault();
    }

    /// <summary>Whether a <c>break</c> of its own ends a loop.</summary>
    private static bool IsLeft(StatementSyntax loop) => loop.DescendantNodes().OfType<BreakStatementSyntax>()
        .Any(end =>
            end.Ancestors()
            .First(static n =>
            n
            is WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or DoStatementSyntax or SwitchStatementSyntax) == loop);

    private static bool Ends(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax => true,
        BlockSyntax block => block.Statements.Any(Ends),
        IfStatementSyntax { Else.Statement: { } otherwise } test => Ends(test.Statement) && Ends(otherwise),
        WhileStatementSyntax { Condition: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } } =>
            !IsLeft(statement),
        ForStatementSyntax { Condition: null } => !IsLeft(statement),
        SwitchStatementSyntax choice => choice.Sections.Any(static s => s.Labels.Any(SyntaxKind.DefaultSwitchLabel))
            && choice.Sections.All(static s => s.Statements.Any(Ends)),
        _ => false,
    };
}
