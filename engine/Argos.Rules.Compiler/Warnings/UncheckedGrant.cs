using Argos.Rules.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>
/// A grant that is reached without a look at what is granted: the domain, the instance id, or the names of the certificate.
/// What counts is what is evaluated on every way to it, so a check inside another `if` does not.
/// </summary>
internal static class UncheckedGrant
{
    private static readonly (string What, string HowTo, string[] Members)[] Duties =
    [
        ("the domain", "`Input.Domain` or `Names.CheckDomain`", ["PolicyInput.Domain", "PolicyInput.Identity", "NameRules.CheckDomain", "CallerRules.Check"]),
        ("the instance id", "`Input.InstanceId` or `Names.CheckInstanceId`", ["PolicyInput.InstanceId", "NameRules.CheckInstanceId"]),
        ("the names of the certificate", "`Input.SanDns`, `Input.SanIps`, `Input.SanUris` or `Names.CheckDnsNames`",
            ["PolicyInput.SanDns", "PolicyInput.SanIps", "PolicyInput.SanUris", "NameRules.CheckDnsNames", "NameRules.CheckUris"]),
    ];

    /// <summary>What makes a policy one that proves identities, and not one that only restricts what others prove.</summary>
    private static readonly string[] Proofs = ["PolicyTokens.Verify", "PolicyInput.AttestationData", "PolicyInput.IdentityToken", "PolicyInput.Attestation"];

    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root, SemanticModel model)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        Collect(root, all, model, []);
        var proves = Proofs.Any(all.Contains);
        foreach (var grant in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(grant).Symbol is not IMethodSymbol { Name: nameof(PolicyContext.Allow), ContainingType.Name: nameof(PolicyContext) }) continue;
            var looked = LookedAt(grant, root, model);
            var missing = Duties.Where(d => !d.Members.Any(looked.Contains)).ToArray();
            // Who only restricts may look at one thing alone; who looks at nothing grants everything.
            if (missing.Length == 0 || (!proves && missing.Length < Duties.Length)) continue;
            yield return new(grant, "ARG1002", $"the policy can allow without having looked at {string.Join(" and ", missing.Select(static m => m.What))}; look at {string.Join(" and at ", missing.Select(static m => m.HowTo))} before");
        }
    }

    private static HashSet<string> LookedAt(SyntaxNode grant, SyntaxNode root, SemanticModel model)
    {
        var looked = new HashSet<string>(StringComparer.Ordinal);
        // In a function the way to it is not followed: whatever the policy looks at counts.
        if (grant.Ancestors().Any(static n => n is LambdaExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax))
        {
            Collect(root, looked, model, []);
            return looked;
        }
        foreach (var node in grant.AncestorsAndSelf())
        {
            foreach (var evaluated in Before(node).Concat(Earlier(node))) Collect(evaluated, looked, model, []);
        }
        return looked;
    }

    /// <summary>What is evaluated before a node in what holds it.</summary>
    private static IEnumerable<SyntaxNode> Before(SyntaxNode node) => node switch
    {
        MemberDeclarationSyntax { Parent: CompilationUnitSyntax unit } member => unit.Members.TakeWhile(m => m != member).SelectMany(Always),
        ElseClauseSyntax { Parent: IfStatementSyntax outer } => [outer.Condition],
        IfStatementSyntax inner => [inner.Condition],
        WhileStatementSyntax loop => [loop.Condition],
        ForEachStatementSyntax loop => [loop.Expression],
        SwitchStatementSyntax choice => [choice.Expression],
        SwitchSectionSyntax section => section.Labels,
        ForStatementSyntax { Condition: { } condition } => [condition],
        ConditionalExpressionSyntax choice => [choice.Condition],
        SwitchExpressionSyntax choice => [choice.GoverningExpression],
        // What an arm says is looked at before those below it.
        SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } arm => choice.Arms.TakeWhile(a => a != arm).Append(arm).SelectMany(static a => a.WhenClause is { } clause ? [a.Pattern, clause] : (SyntaxNode[])[a.Pattern]),
        _ => [],
    };

    /// <summary>The statements of the same block before it.</summary>
    private static IEnumerable<SyntaxNode> Earlier(SyntaxNode node) =>
        node is StatementSyntax { Parent: BlockSyntax block } statement ? block.Statements.TakeWhile(s => s != statement).SelectMany(Always) : [];

    /// <summary>The parts of a statement that are evaluated however it goes. A loop over the names is a look at them.</summary>
    private static IEnumerable<SyntaxNode> Always(SyntaxNode statement) => statement switch
    {
        GlobalStatementSyntax global => Always(global.Statement),
        FieldDeclarationSyntax field => [field.Declaration],
        IfStatementSyntax test => [test.Condition],
        SwitchStatementSyntax choice => [choice.Expression],
        BlockSyntax block => block.Statements.SelectMany(Always),
        LocalFunctionStatementSyntax or MemberDeclarationSyntax => [],
        _ => [statement],
    };

    private static void Collect(SyntaxNode node, HashSet<string> looked, SemanticModel model, HashSet<ISymbol> followed)
    {
        foreach (var name in node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is not { } symbol) continue;
            if (symbol.ContainingType is { } type) looked.Add($"{type.Name}.{symbol.Name}");
            // A call of the policy's own function is a look at what that looks at.
            if (symbol is not IMethodSymbol { DeclaringSyntaxReferences: [var declaration] } || !followed.Add(symbol)) continue;
            Collect(declaration.GetSyntax(), looked, model, followed);
        }
    }
}
