using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>
/// Says of arrays what to write instead, at the place, where the image check could only speak of instructions and of what the compiler calls
/// its helpers.
/// </summary>
internal sealed class ArrayUseCheck(SemanticModel model, Reports reports)
{
    /// <summary>The compiler puts so many bytes of numbers into a value of their own, and a value may not be larger.</summary>
    private const int MaximumBytes = Sandbox.Metadata.ImageLimits.ValueBytes;

    public void Check(ExpressionSyntax node)
    {
        switch (node)
        {
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var index }] } access when model.GetTypeInfo(access.Expression).Type is IArrayTypeSymbol:
                CheckIndex(index);
                break;
            case ArrayCreationExpressionSyntax { Initializer.Expressions.Count: var count }:
                CheckSize(node, count);
                break;
            case ImplicitArrayCreationExpressionSyntax { Initializer.Expressions.Count: var count }:
                CheckSize(node, count);
                break;
            case InitializerExpressionSyntax { Parent: EqualsValueClauseSyntax, Expressions.Count: var count }:
                CheckSize(node, count);
                break;
            case CollectionExpressionSyntax { Elements.Count: var count }:
                CheckSize(node, count);
                break;
        }
    }

    private void CheckIndex(ExpressionSyntax index)
    {
        if (model.GetTypeInfo(index).Type is { SpecialType: SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_UInt32 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr } type)
        {
            reports.Add(index, "ARG0328", $"an array is indexed by `int` in a policy, not by `{type.ToMinimalDisplayString(model, index.SpanStart)}`; write `(int)({index})`");
        }
    }

    private void CheckSize(ExpressionSyntax node, int count)
    {
        if (model.GetTypeInfo(node).ConvertedType is not IArrayTypeSymbol { ElementType: var element } || BytesOf(element) is not { } bytes || count * bytes <= MaximumBytes) return;
        reports.Add(
            node, "ARG0329",
            $"{count} values of `{element.ToMinimalDisplayString(model, node.SpanStart)}` written out are more than the {MaximumBytes / bytes} allowed; move them to a data document, or use several arrays");
    }

    private static int? BytesOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
        SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
        _ => type.TypeKind == TypeKind.Enum ? 4 : null,
    };
}
