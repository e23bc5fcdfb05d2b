using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>The structures in which the compiler puts the arguments of `params` side by side.</summary>
internal static class InlineArrays
{
    private const string Attribute = "System.Runtime.CompilerServices.InlineArrayAttribute";
    private const string Platform = "System.Runtime.CompilerServices.InlineArray";
    private const int Maximum = 64;

    /// <summary>Whether a type of the image is such a structure, and nothing else.</summary>
    public static bool IsInlineArray(TypeDefinition type) =>
        type is
        {
            IsValueType: true, IsSequentialLayout: true, HasMethods: false, GenericParameters.Count: 1,
            Fields: [{ IsStatic: false, FieldType: GenericParameter { Position: 0 } }]
        }
        && OwnLength(type) is > 0 and <= Maximum;

    /// <summary>How many items it has; 0 when it is none.</summary>
    public static int Length(IlType type)
    {
        if (type.Own is { } own) return IsInlineArray(own) ? OwnLength(own) : 0;
        var name = type.Platform?.FullName ?? "";
        if (!name.StartsWith(Platform, StringComparison.Ordinal) || name.IndexOf('`', StringComparison.Ordinal) is not (> 0 and var tick))
        {
            return 0;
        }
        return int.TryParse(name.AsSpan(Platform.Length, tick - Platform.Length), System.Globalization.CultureInfo.InvariantCulture,
            out var length) ? length : 0;
    }

    private static int OwnLength(TypeDefinition type) =>
        type.CustomAttributes.FirstOrDefault(static a => a.AttributeType.FullName == Attribute) is
        {
            ConstructorArguments: [{ Value: int length }]
        } ? length : 0;
}
