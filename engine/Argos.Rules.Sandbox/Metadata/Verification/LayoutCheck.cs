using Argos.Rules.Sandbox.AllowLists;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>How the types of an image are laid out: no two fields in one place, no generics, nothing that the runtime treats in its own
/// way.</summary>
internal static class LayoutCheck
{
    private static readonly string[] Bases = ["System.Object", "System.ValueType", "System.Attribute"];

    public static string? Problem(TypeDefinition type)
    {
        if (Name(type) is { } name) return name;
        if (type.HasGenericParameters && !InlineArrays.IsInlineArray(type)) return $"`{type.Name}` is generic";
        if (!type.HasGenericParameters && type.CustomAttributes.Any(static a => a.AttributeType.Name == "InlineArrayAttribute"))
        {
            return $"`{type.Name}` has places that are not declared";
        }
        // The data of an array's initializer is a structure of a size and without fields.
        if (type.IsExplicitLayout && (type.HasFields || type.HasMethods || !type.IsValueType))
        {
            return $"the fields of `{type.Name}` could lie over each other";
        }
        if (type.IsInterface || type.IsImport || type.IsWindowsRuntime || type.HasProperties && type.IsValueType)
        {
            return $"`{type.Name}` is not a plain type";
        }
        if (TypeCheck.IsCache(type) && type.Fields.Any(static f => !f.IsStatic))
        {
            return $"`{type.Name}` would keep its values between decisions";
        }
        return Attributes(type).Concat(type.Methods.SelectMany(Attributes))
            .Concat(type.Fields.SelectMany(Attributes)).FirstOrDefault(static a => !AllowList.Compiler.HasType(a)) is { } odd
            ? $"the attribute `{odd}` is not part of a policy"
            : null;
    }

    /// <summary>A type of the image is never taken for one of the platform, and derives from none of the image.</summary>
    private static string? Name(TypeDefinition type)
    {
        if (type.BaseType is { } parent && (ReferenceCheck.IsOwn(parent) || !Bases.Contains(MemberKey.Of(parent))))
        {
            return $"`{type.Name}` derives from `{parent.Name}`";
        }
        var outer = type;
        while (outer.DeclaringType is { } next) outer = next;
        var isMarker = type.BaseType is { } marker && MemberKey.Of(marker) == "System.Attribute"
            && AllowList.Compiler.HasType(MemberKey.Of(type));
        return outer.Namespace.Length == 0 || isMarker ? null : $"`{type.FullName}` has the name of a type of the platform";
    }

    private static IEnumerable<string> Attributes(ICustomAttributeProvider member) =>
        member.CustomAttributes.Select(static a => MemberKey.Of(a.AttributeType));
}
