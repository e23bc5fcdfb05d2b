using System.Collections.Frozen;
using Microsoft.CodeAnalysis.CSharp;

namespace Argos.Rules.Compiler.Syntax;

/// <summary>The node kinds of the policy language. What is not here is refused, also what later compilers bring.</summary>
internal static class AllowedSyntax
{
    private static readonly SyntaxKind[] Structure =
    [
        SyntaxKind.CompilationUnit, SyntaxKind.GlobalStatement, SyntaxKind.UsingDirective, SyntaxKind.FieldDeclaration, SyntaxKind.MethodDeclaration,
        SyntaxKind.RecordDeclaration, SyntaxKind.ParameterList, SyntaxKind.Parameter, SyntaxKind.BracketedParameterList,
        SyntaxKind.VariableDeclaration, SyntaxKind.VariableDeclarator, SyntaxKind.EqualsValueClause, SyntaxKind.ArrowExpressionClause,
    ];

    private static readonly SyntaxKind[] Statements =
    [
        SyntaxKind.Block, SyntaxKind.LocalDeclarationStatement, SyntaxKind.LocalFunctionStatement, SyntaxKind.ExpressionStatement, SyntaxKind.EmptyStatement,
        SyntaxKind.IfStatement, SyntaxKind.ElseClause, SyntaxKind.ReturnStatement, SyntaxKind.BreakStatement, SyntaxKind.ContinueStatement,
        SyntaxKind.ForStatement, SyntaxKind.ForEachStatement, SyntaxKind.ForEachVariableStatement, SyntaxKind.WhileStatement, SyntaxKind.DoStatement,
        SyntaxKind.SwitchStatement, SyntaxKind.SwitchSection, SyntaxKind.CaseSwitchLabel, SyntaxKind.CasePatternSwitchLabel, SyntaxKind.DefaultSwitchLabel,
    ];

    private static readonly SyntaxKind[] Types =
    [
        SyntaxKind.IdentifierName, SyntaxKind.GenericName, SyntaxKind.QualifiedName, SyntaxKind.PredefinedType, SyntaxKind.NullableType, SyntaxKind.ArrayType,
        SyntaxKind.ArrayRankSpecifier, SyntaxKind.OmittedArraySizeExpression, SyntaxKind.TupleType, SyntaxKind.TupleElement, SyntaxKind.TypeArgumentList,
    ];

    private static readonly SyntaxKind[] Expressions =
    [
        SyntaxKind.ParenthesizedExpression, SyntaxKind.TupleExpression, SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.ConditionalAccessExpression,
        SyntaxKind.MemberBindingExpression, SyntaxKind.ElementBindingExpression, SyntaxKind.InvocationExpression, SyntaxKind.ElementAccessExpression,
        SyntaxKind.ArgumentList, SyntaxKind.BracketedArgumentList, SyntaxKind.Argument, SyntaxKind.NameColon, SyntaxKind.ExpressionColon,
        SyntaxKind.ConditionalExpression, SyntaxKind.CastExpression, SyntaxKind.DefaultExpression, SyntaxKind.DeclarationExpression,
        SyntaxKind.SingleVariableDesignation, SyntaxKind.ParenthesizedVariableDesignation, SyntaxKind.DiscardDesignation,
        SyntaxKind.SimpleLambdaExpression, SyntaxKind.ParenthesizedLambdaExpression, SyntaxKind.SuppressNullableWarningExpression,
        SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression, SyntaxKind.ObjectInitializerExpression,
        SyntaxKind.CollectionInitializerExpression, SyntaxKind.ComplexElementInitializerExpression, SyntaxKind.ArrayCreationExpression,
        SyntaxKind.ImplicitArrayCreationExpression, SyntaxKind.ArrayInitializerExpression, SyntaxKind.CollectionExpression, SyntaxKind.ExpressionElement,
        SyntaxKind.SpreadElement, SyntaxKind.WithExpression, SyntaxKind.WithInitializerExpression, SyntaxKind.RangeExpression, SyntaxKind.IndexExpression,
        SyntaxKind.ImplicitElementAccess, SyntaxKind.InterpolatedStringExpression, SyntaxKind.InterpolatedStringText, SyntaxKind.Interpolation,
        SyntaxKind.InterpolationAlignmentClause, SyntaxKind.InterpolationFormatClause,
    ];

    private static readonly SyntaxKind[] Literals =
    [
        SyntaxKind.StringLiteralExpression, SyntaxKind.NumericLiteralExpression, SyntaxKind.CharacterLiteralExpression, SyntaxKind.TrueLiteralExpression,
        SyntaxKind.FalseLiteralExpression, SyntaxKind.NullLiteralExpression, SyntaxKind.DefaultLiteralExpression,
    ];

    private static readonly SyntaxKind[] Operators =
    [
        SyntaxKind.AddExpression, SyntaxKind.SubtractExpression, SyntaxKind.MultiplyExpression, SyntaxKind.DivideExpression, SyntaxKind.ModuloExpression,
        SyntaxKind.LeftShiftExpression, SyntaxKind.RightShiftExpression, SyntaxKind.LogicalOrExpression, SyntaxKind.LogicalAndExpression,
        SyntaxKind.BitwiseOrExpression, SyntaxKind.BitwiseAndExpression, SyntaxKind.ExclusiveOrExpression, SyntaxKind.EqualsExpression,
        SyntaxKind.NotEqualsExpression, SyntaxKind.LessThanExpression, SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanExpression,
        SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.CoalesceExpression, SyntaxKind.UnaryPlusExpression, SyntaxKind.UnaryMinusExpression,
        SyntaxKind.BitwiseNotExpression, SyntaxKind.LogicalNotExpression, SyntaxKind.PreIncrementExpression, SyntaxKind.PreDecrementExpression,
        SyntaxKind.PostIncrementExpression, SyntaxKind.PostDecrementExpression, SyntaxKind.SimpleAssignmentExpression, SyntaxKind.AddAssignmentExpression,
        SyntaxKind.SubtractAssignmentExpression, SyntaxKind.MultiplyAssignmentExpression, SyntaxKind.DivideAssignmentExpression,
        SyntaxKind.ModuloAssignmentExpression, SyntaxKind.AndAssignmentExpression, SyntaxKind.OrAssignmentExpression,
        SyntaxKind.ExclusiveOrAssignmentExpression, SyntaxKind.LeftShiftAssignmentExpression, SyntaxKind.RightShiftAssignmentExpression,
        SyntaxKind.CoalesceAssignmentExpression,
    ];

    private static readonly SyntaxKind[] Patterns =
    [
        SyntaxKind.IsPatternExpression, SyntaxKind.IsExpression, SyntaxKind.SwitchExpression, SyntaxKind.SwitchExpressionArm, SyntaxKind.WhenClause,
        SyntaxKind.ConstantPattern, SyntaxKind.DeclarationPattern, SyntaxKind.VarPattern, SyntaxKind.DiscardPattern, SyntaxKind.TypePattern,
        SyntaxKind.RecursivePattern, SyntaxKind.PropertyPatternClause, SyntaxKind.PositionalPatternClause, SyntaxKind.Subpattern,
        SyntaxKind.ParenthesizedPattern, SyntaxKind.RelationalPattern, SyntaxKind.OrPattern, SyntaxKind.AndPattern, SyntaxKind.NotPattern,
        SyntaxKind.ListPattern, SyntaxKind.SlicePattern,
    ];

    private static readonly FrozenSet<SyntaxKind> All =
        Structure.Concat(Statements).Concat(Types).Concat(Expressions).Concat(Literals).Concat(Operators).Concat(Patterns).ToFrozenSet();

    public static bool Contains(SyntaxKind kind) => All.Contains(kind);
}
