using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>A policy that can come to its end without an outcome: it fails then.</summary>
internal static class MissingReturn
{
    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root)
    {
        var statements = root.ChildNodes().OfType<GlobalStatementSyntax>().Select(static g => g.Statement).Where(static s => s is not LocalFunctionStatementSyntax).ToArray();
        if (statements.LastOrDefault() is { } last && !statements.Any(Ends))
        {
            yield return new(last, "ARG1005", "the policy can end here without an outcome, and fails then; let it end with a `return`");
        }
    }

    /// <summary>Whether a <c>break</c> of its own ends a loop.</summary>
    private static bool IsLeft(StatementSyntax loop) => loop.DescendantNodes().OfType<BreakStatementSyntax>()
        .Any(end => end.Ancestors().First(static n => n is WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or DoStatementSyntax or SwitchStatementSyntax) == loop);

    private static bool Ends(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax => true,
        BlockSyntax block => block.Statements.Any(Ends),
        IfStatementSyntax { Else.Statement: { } otherwise } test => Ends(test.Statement) && Ends(otherwise),
        WhileStatementSyntax { Condition: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } } => !IsLeft(statement),
        ForStatementSyntax { Condition: null } => !IsLeft(statement),
        SwitchStatementSyntax choice => choice.Sections.Any(static s => s.Labels.Any(SyntaxKind.DefaultSwitchLabel)) && choice.Sections.All(static s => s.Statements.Any(Ends)),
        _ => false,
    };
}
