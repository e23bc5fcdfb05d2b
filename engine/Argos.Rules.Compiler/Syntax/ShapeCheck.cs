using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Syntax;

/// <summary>The limits of a single permitted node: its modifiers, its length, what it stands in.</summary>
internal static class ShapeCheck
{
    public static (Location At, string Code, string Message)? Problem(SyntaxNode node) => node switch
    {
        UsingDirectiveSyntax u => Using(u),
        RecordDeclarationSyntax r => Record(r),
        MethodDeclarationSyntax m => Function(m.Modifiers, m.ParameterList, m.ReturnType),
        LocalFunctionStatementSyntax f => Function(f.Modifiers, f.ParameterList, f.ReturnType),
        FieldDeclarationSyntax f => Variables(f.Modifiers, f.Declaration),
        LocalDeclarationStatementSyntax l => Modifier(l.UsingKeyword) ?? Modifier(l.AwaitKeyword) ?? Variables(l.Modifiers, l.Declaration),
        CommonForEachStatementSyntax f => Modifier(f.AwaitKeyword),
        LambdaExpressionSyntax l => Lambda(l),
        ParameterSyntax p => Parameter(p),
        ArgumentSyntax a when a.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || a.RefKindKeyword.IsKind(SyntaxKind.InKeyword) => Modifier(a.RefKindKeyword),
        ArgumentListSyntax a => Length(a, a.Arguments.Count, SyntaxLimits.Arguments, "arguments"),
        TupleExpressionSyntax t => Length(t, t.Arguments.Count, SyntaxLimits.TupleElements, "tuple elements"),
        TupleTypeSyntax t => Length(t, t.Elements.Count, SyntaxLimits.TupleElements, "tuple elements"),
        TypeArgumentListSyntax t => Length(t, t.Arguments.Count, SyntaxLimits.TypeArguments, "type arguments"),
        CollectionExpressionSyntax c => Length(c, c.Elements.Count, SyntaxLimits.Elements, "elements"),
        InitializerExpressionSyntax i => Length(i, i.Expressions.Count, SyntaxLimits.Elements, "elements"),
        SwitchExpressionSyntax s => Length(s, s.Arms.Count, SyntaxLimits.Elements, "arms"),
        SwitchStatementSyntax s => Length(s, s.Sections.Count, SyntaxLimits.Elements, "sections"),
        ArrayTypeSyntax a when a.RankSpecifiers.Any(static r => r.Rank > 1) =>
            (a.GetLocation(), "ARG0204", "arrays of more than one dimension cannot be used in a policy; use a `Dictionary<(int, int), T>`"),
        IdentifierNameSyntax { Identifier.Text: "dynamic" } d =>
            (d.GetLocation(), "ARG0201", "`dynamic` cannot be used in a policy; write the type or `var`"),
        _ => null,
    };

    private static (Location, string, string)? Using(UsingDirectiveSyntax directive)
    {
        if (!directive.StaticKeyword.IsKind(SyntaxKind.None)) return (directive.GetLocation(), "ARG0201", "`using static` cannot be used in a policy; write the type's name");
        if (directive.Alias is not null) return (directive.GetLocation(), "ARG0201", "aliases cannot be used in a policy; write the type's own name");
        var name = directive.NamespaceOrType.ToString();
        if (name == "var") return (directive.GetLocation(), "ARG0209", $"`using` cannot be used in a policy; {ModifierAdvice.Instead(SyntaxKind.UsingKeyword)}");
        return AllowedUsings.Contains(name) ? null : (directive.GetLocation(), "ARG0205", $"`using {name}` cannot be used in a policy; {AllowedUsings.Instead(name)}");
    }

    private static (Location, string, string)? Record(RecordDeclarationSyntax record)
    {
        if (record.Modifiers.Count > 0) return Modifier(record.Modifiers[0]);
        if (record.Members.Count > 0 || record.ParameterList is null)
        {
            return (record.Identifier.GetLocation(), "ARG0206", $"a record has only positional members in a policy; write `record {record.Identifier.Text}(string Name, ...);` and local functions for the rest");
        }
        return Length(record, record.ParameterList.Parameters.Count, SyntaxLimits.Parameters, "members");
    }

    private static (Location, string, string)? Function(SyntaxTokenList modifiers, ParameterListSyntax parameters, TypeSyntax returns)
    {
        if (modifiers.Count > 0) return Modifier(modifiers[0]);
        return Length(returns, parameters.Parameters.Count, SyntaxLimits.Parameters, "parameters");
    }

    private static (Location, string, string)? Variables(SyntaxTokenList modifiers, VariableDeclarationSyntax declaration)
    {
        foreach (var modifier in modifiers)
        {
            if (!modifier.IsKind(SyntaxKind.ConstKeyword)) return Modifier(modifier);
            foreach (var variable in declaration.Variables)
            {
                if (variable.Initializer?.Value is not (null or LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }))
                {
                    return (variable.GetLocation(), "ARG0207", $"the constant `{variable.Identifier.Text}` must be a literal; use `var` for what is computed");
                }
            }
        }
        return null;
    }

    private static (Location, string, string)? Lambda(LambdaExpressionSyntax lambda)
    {
        if (lambda.Modifiers.Count > 0) return Modifier(lambda.Modifiers[0]);
        return DepthOfFunctions(lambda) > SyntaxLimits.LambdaDepth
            ? (lambda.GetLocation(), "ARG0208", $"functions are nested more than {SyntaxLimits.LambdaDepth} deep; give the inner ones a name")
            : null;
    }

    /// <summary>How many functions a function is inside of, itself included.</summary>
    internal static int DepthOfFunctions(SyntaxNode function) =>
        function.AncestorsAndSelf().Count(static n => n is LambdaExpressionSyntax or LocalFunctionStatementSyntax);

    private static (Location, string, string)? Parameter(ParameterSyntax parameter)
    {
        if (parameter.Modifiers.Count > 0) return Modifier(parameter.Modifiers[0]);
        return parameter.Default is { Value: not (LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }) }
            ? (parameter.GetLocation(), "ARG0207", $"the default of `{parameter.Identifier.Text}` must be a literal")
            : null;
    }

    private static (Location, string, string)? Modifier(SyntaxToken modifier) => modifier.IsKind(SyntaxKind.None)
        ? null
        : (modifier.GetLocation(), "ARG0209", $"`{modifier.Text}` cannot be used in a policy; {ModifierAdvice.Instead(modifier.Kind())}");

    private static (Location, string, string)? Length(SyntaxNode node, int count, int limit, string what) => count <= limit
        ? null
        : (node.GetLocation(), "ARG0210", $"{count} {what} are more than the {limit} allowed; split them up or move them to a data document");
}
